/** What a turn keeps word for word as it sums up the turns before it: whole exchanges, few and small enough. */
import { firstKept } from '../../src/protocol/compaction.js';
import type { Entry } from '../../src/protocol/entry.js';
import { message } from '../../src/protocol/item.js';

const CHARS = 400;
/** About 110 tokens. */
const entry = (id: string, step: number): Entry => ({
  id,
  step,
  item: message(step === 0 ? 'user' : 'assistant', 'x'.repeat(CHARS)),
});
/** Three exchanges, of 1, 3 and 1 steps. */
const BEFORE = ['a', 'a1', 'b', 'b1', 'b2', 'b3', 'c', 'c1'].map((id) => entry(id, Number(id.slice(1))));

test.each([
  ['no step stays', 0, 100_000, undefined],
  ['one step: the last exchange', 1, 100_000, 'c'],
  ['an exchange stays whole or not at all', 3, 100_000, 'c'],
  ['four steps: the last two', 4, 100_000, 'b'],
  ['all of it stays', 5, 100_000, 'a'],
  ['half of the tokens at most', 100, 2 * 2 * 115, 'c'],
  ['the last exchange is too large', 100, 2 * 115, undefined],
])('%s', (_, keep, atTokens, first) => {
  expect(BEFORE[firstKept(BEFORE, { keep, atTokens })]?.id).toBe(first);
});

test('a summary is no exchange: what stays begins after it, or not at all', () => {
  const summary = { id: 's', step: 1, item: message('user', 'Sum.') };
  expect(firstKept([summary, ...BEFORE], { keep: 100, atTokens: 100_000 })).toBe(1);
  expect(firstKept([summary, entry('a1', 2)], { keep: 100, atTokens: 100_000 })).toBe(2);
});
