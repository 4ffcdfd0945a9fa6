/** A caller's items in any order of results become valid; nothing is dropped, added or moved elsewhere. */
import fc from 'fast-check';
import { orderInput } from '../../src/protocol/input-order.js';
import type { Item } from '../../src/protocol/item.js';
import { findViolations } from '../../src/protocol/violations.js';
import { call, entries, result, says, user } from './items.js';

const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor'), {
  minLength: 1,
  maxLength: 6,
});
/** An answer and its results, in the order of the calls and shuffled. */
const step = ids.chain((all) =>
  fc.shuffledSubarray(all, { minLength: all.length }).map((order) => ({
    ordered: [...all.map((id) => call(id)), ...all.map((id) => result(id))],
    shuffled: [...all.map((id) => call(id)), ...order.map((id) => result(id))],
  })),
);

test('results in any order are put into the order of the calls, and nothing else changes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5 }), (steps) => {
      const input = [user(), ...steps.flatMap(({ shuffled }) => shuffled), says()];
      const ordered = orderInput(input);
      expect(ordered).toEqual([user(), ...steps.flatMap((one) => one.ordered), says()]);
      expect(findViolations(entries(...ordered))).toEqual([]);
      expect(orderInput(ordered)).toEqual(ordered);
    }),
    { seed: 3, numRuns: 500 },
  );
});

test('what is broken stays broken: a hole, a stray and a duplicate are left to be refused', () => {
  const broken: Item[][] = [
    [call('a'), call('b'), result('b'), user()],
    [user(), result('x')],
    [call('a'), result('a'), result('a')],
    [call('a'), user(), result('a')],
  ];
  for (const items of broken) {
    expect(orderInput(items)).toHaveLength(items.length);
    expect(findViolations(entries(...orderInput(items)))).not.toEqual([]);
  }
});

test('the result of another answer goes behind those that belong here', () => {
  expect(orderInput([call('a'), call('b'), result('x'), result('b'), result('a')])).toEqual([
    call('a'),
    call('b'),
    result('a'),
    result('b'),
    result('x'),
  ]);
});
