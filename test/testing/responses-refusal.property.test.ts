/** Over random transcripts: a valid one is never refused, and one with a broken pairing of calls and outputs always is. */
import * as fc from 'fast-check';
import { responsesRefusal } from '../../src/testing/responses-refusal.js';
import { asked, fnCall, fnOutput, thought, user, type Json } from './request-parts.js';

/** One step: reasoning or none, calls, and their outputs in any order. Ids of calls repeat in later steps. */
const step = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '1'), { minLength: 1, maxLength: 5 }),
    fc.boolean(),
  )
  .chain(([ids, reasons]) =>
    fc.shuffledSubarray(ids, { minLength: ids.length }).map((order) => ({ ids, order, reasons })),
  );
const turn = fc.tuple(fc.array(step, { maxLength: 3 }), fc.boolean());

/** The items of turns; each item of the model has an id of its own. */
const transcript = fc.array(turn, { minLength: 1, maxLength: 4 }).map((turns): Json[] => {
  let minted = 0;
  const next = (prefix: string): string => `${prefix}_${(minted += 1)}`;
  return turns.flatMap(([steps, answered]) => [
    user(),
    ...steps.flatMap(({ ids, order, reasons }) => [
      ...(reasons ? [thought(next('rs'), { encrypted_content: 'x' })] : []),
      ...ids.map((id) => fnCall(id, { id: next('fc') })),
      ...order.map((id) => fnOutput(id)),
    ]),
    ...(answered ? [{ role: 'assistant', content: 'x' }] : []),
  ]);
});

const isOutput = ({ type }: Json): boolean => type === 'function_call_output';
const withOutputs = transcript.filter((items) => items.some(isOutput));
const pick = (items: readonly Json[], of: (item: Json) => boolean, seed: number): number => {
  const places = items.flatMap((item, index) => (of(item) ? [index] : []));
  return places[seed % places.length] ?? 0;
};

/** What is done to a valid transcript, and which rows may speak then. */
const MUTATIONS: readonly [string, (items: Json[], seed: number) => Json[], readonly string[]][] = [
  ['drop an output', (items, seed) => items.toSpliced(pick(items, isOutput, seed), 1), ['R1', 'R10']],
  [
    'repeat an output',
    (items, seed) => {
      const at = pick(items, isOutput, seed);
      return items.toSpliced(at, 0, { ...items[at] });
    },
    ['R10'],
  ],
  [
    'rename an output',
    (items, seed) => {
      const at = pick(items, isOutput, seed);
      return items.with(at, { ...items[at], call_id: 'z' });
    },
    ['R2'],
  ],
  [
    'drop a call',
    (items, seed) =>
      items.toSpliced(
        pick(items, ({ type }) => type === 'function_call', seed),
        1,
      ),
    ['R2', 'R3', 'R10'],
  ],
  [
    'repeat a call',
    (items, seed) => {
      const at = pick(items, ({ type }) => type === 'function_call', seed);
      return [...items, { ...items[at] }, fnOutput(String(items[at]?.call_id))];
    },
    ['R5'],
  ],
];

test('a valid transcript is never refused, stored or not', () => {
  fc.assert(
    fc.property(transcript, fc.boolean(), (items, store) => responsesRefusal(asked(items, { store })) === undefined),
    { seed: 1, numRuns: 500 },
  );
});

test.each(MUTATIONS)('a transcript is refused after: %s', (_name, mutate, rows) => {
  fc.assert(
    fc.property(withOutputs, fc.nat(), (items, seed) => {
      expect(rows).toContain(responsesRefusal(asked(mutate(items, seed)))?.rule);
    }),
    { seed: 2, numRuns: 500 },
  );
});
