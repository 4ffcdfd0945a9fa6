/** In which order and pieces a stream comes: as the service sends it, or as stranger services do. Types and pure. */

/**
 * A strange form of a stream. On Responses `interleaved` and `whole-arguments` have an effect, the others none.
 *
 * - `interleaved`: the pieces of all calls take turns
 * - `index-gaps`: the calls have the indexes 0, 2, 4, …
 * - `same-index`: every call has index 0
 * - `no-index`: no call has an index
 * - `late-ids`: a call's id comes with its last piece
 * - `repeated-ids`: a call's id comes with every piece
 * - `repeated-names`: a call's name comes with every piece
 * - `whole-arguments`: a call's arguments come at once
 * - `one-chunk`: all calls come whole in a single chunk
 */
export type StreamOrder =
  | 'interleaved'
  | 'index-gaps'
  | 'same-index'
  | 'no-index'
  | 'late-ids'
  | 'repeated-ids'
  | 'repeated-names'
  | 'whole-arguments'
  | 'one-chunk';

/** Several sequences, each in its own order, taking turns. */
export function takeTurns<T>(sequences: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...sequences.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => sequences.flatMap((each) => each.slice(at, at + 1))).flat();
}
