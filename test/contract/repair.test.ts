/** Repairs are told one by one up to a bound, and what is over it is counted, however often a list is cut. */
import { boundRepairs, countRepairs, type Repair } from '../../src/contract/repair.js';

const repairs = (count: number): Repair[] =>
  Array.from({ length: count }, (_, n) => ({ kind: 'id_empty', callId: `c${n}`, detail: `call ${n}` }));

test('the first hundred are told, and how many more there were', () => {
  const bounded = boundRepairs(repairs(250));
  expect(bounded).toEqual([...repairs(100), { kind: 'more', detail: '150 more repairs' }]);
  expect(boundRepairs(repairs(100))).toEqual(repairs(100));
});

test('lists that were cut before are counted whole', () => {
  const turn = boundRepairs([...boundRepairs(repairs(250)), ...boundRepairs(repairs(120))]);
  expect(turn).toHaveLength(101);
  expect(turn.at(-1)).toEqual({ kind: 'more', detail: '270 more repairs' });
  expect(countRepairs(turn)).toBe(370);
});
