/** Over random conversations: what the protocol builds is valid, and each way of breaking it is found. */
import fc from 'fast-check';
import { CALL_KINDS } from '../../src/protocol/call-kind.js';
import { ContractViolation, assertAnswered } from '../../src/protocol/contract-violation.js';
import type { Entry } from '../../src/protocol/entry.js';
import { message, type Item } from '../../src/protocol/item.js';
import { OUTCOMES } from '../../src/protocol/outcome.js';
import { toolCallsOf } from '../../src/protocol/tool-call.js';
import { resultEntry, toolResult } from '../../src/protocol/tool-result.js';
import { findViolations } from '../../src/protocol/violations.js';

const id = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString', '0', ' ', 'é');
const callItem = fc
  .tuple(fc.constantFrom(...CALL_KINDS), id)
  .map(([kind, callId]): Item => ({ type: kind.call, id: callId, call_id: callId, name: 'f', arguments: '{}' }));
const answerItem = fc.oneof(
  { weight: 3, arbitrary: callItem },
  fc.constantFrom<Item>(message('assistant', 'x'), { type: 'reasoning', id: 'r' }, { type: 'web_search_call' }),
);

/** One step as a turn records it: an answer with unique ids, and a result for each call whatever became of it. */
const step = fc
  .tuple(
    fc.uniqueArray(answerItem, { maxLength: 6, selector: (item) => item.call_id ?? {} }),
    fc.array(fc.constantFrom(...OUTCOMES), { minLength: 6, maxLength: 6 }),
    fc.boolean(),
  )
  .map(([items, outcomes, asked]) => (at: number): Entry[] => {
    const answer = items.map((item, n): Entry => ({ id: `${at}.${n}`, step: at, item }));
    const results = toolCallsOf(answer).map((call, n) =>
      resultEntry(call, toolResult(call, { id: `${at}.r${n}`, outcome: outcomes[n]!, output: 'told' })),
    );
    const question: Entry[] = asked ? [{ id: `${at}.q`, step: at, item: message('user', 'go on') }] : [];
    return [...answer, ...results, ...question];
  });
const transcript = fc
  .array(step, { minLength: 1, maxLength: 5 })
  .map((steps): Entry[] => [
    { id: 'in', step: 0, item: message('user', 'go') },
    ...steps.flatMap((entriesOf, at) => entriesOf(at + 1)),
  ]);
const isResult = ({ item }: Entry) => CALL_KINDS.some(({ result }) => result === item.type);
const withResults = transcript.filter((entries) => entries.some(isResult));

/** The place of one of the results. */
function placeOfResult(entries: readonly Entry[], which: number): number {
  const places = entries.flatMap((entry, at) => (isResult(entry) ? [at] : []));
  return places[which % places.length]!;
}

test('a result for every call in call order is valid, whatever the kinds, ids and outcomes', () => {
  fc.assert(
    fc.property(transcript, (entries) => {
      expect(findViolations(entries)).toEqual([]);
    }),
    { seed: 1, numRuns: 1_000 },
  );
});

const BREAK: Readonly<Record<string, (entries: Entry[], at: number) => Entry[] | undefined>> = {
  'a result dropped': (entries, at) => entries.toSpliced(at, 1),
  'a result twice': (entries, at) => entries.toSpliced(at, 0, entries[at]!),
  'a result at the beginning': (entries, at) => [entries[at]!, ...entries],
  'a result moved to the end': (entries, at) =>
    at === entries.length - 1 ? undefined : [...entries.toSpliced(at, 1), entries[at]!],
  'a result swapped with the next': (entries, at) => {
    const next = entries[at + 1];
    return next && isResult(next) ? entries.with(at, next).with(at + 1, entries[at]!) : undefined;
  },
  'a question before a result': (entries, at) =>
    entries.toSpliced(at, 0, { id: 'q', step: 9, item: message('user', 'well?') }),
  'a result with another id': (entries, at) =>
    entries.with(at, { ...entries[at]!, item: { ...entries[at]!.item, call_id: 'z', approval_request_id: 'z' } }),
  'a call without an id': (entries, at) => {
    const before = entries.findLastIndex(
      ({ item }, n) => n < at && toolCallsOf([{ id: '', step: 0, item }]).length > 0,
    );
    return entries.with(before, { ...entries[before]!, item: { ...entries[before]!.item, id: '', call_id: '' } });
  },
};

test.each(Object.entries(BREAK))('found: %s', (_what, change) => {
  fc.assert(
    fc.property(withResults, fc.nat(), (entries, which) => {
      const broken = change(entries, placeOfResult(entries, which));
      fc.pre(broken !== undefined);
      expect(findViolations(broken).length).toBeGreaterThan(0);
      expect(() => assertAnswered(broken)).toThrow(ContractViolation);
    }),
    { seed: 2, numRuns: 500 },
  );
});
