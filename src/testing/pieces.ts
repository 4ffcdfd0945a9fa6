/** Cuts texts as a stream does. Pure. */

/** At least this many characters a piece. */
const PIECE = 8;
/** A text is cut into at most this many pieces, however long it is. */
const MAX_PIECES = 64;

/** Cuts between characters, never inside one. */
export function pieces(text: string): string[] {
  const characters = Array.from(text);
  const size = Math.max(PIECE, Math.ceil(characters.length / MAX_PIECES));
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, index) => characters.slice(index * size, (index + 1) * size).join(''));
}
