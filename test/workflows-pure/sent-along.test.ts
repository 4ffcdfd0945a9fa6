/** What goes along with model calls: a transcript while it is small, a context when it is, and never after it outgrew. */
import type { Entry } from '../../src/protocol/entry.js';
import { message } from '../../src/protocol/item.js';
import { sendingAlong } from '../../src/workflows/sent-along.js';

const said = (id: string, chars: number): Entry => ({ id, step: 1, item: message('user', 'x'.repeat(chars)) });
const turn = { agent: 'tester', input: [] };

test('a transcript goes along until it has outgrown 4,000 bytes, and never again', () => {
  const along = sendingAlong(turn);
  const [first, second, third] = [said('a', 1_000), said('b', 2_000), said('c', 2_000)];
  expect(along(true, [first]).entries).toEqual([first]);
  expect(along(false, [first, second]).entries).toEqual([first, second]);
  expect(along(false, [first, second, third]).entries).toBeUndefined();
  expect(along(false, [first]).entries).toBeUndefined();
});

test('a compaction makes another transcript of it, whose summary counts', () => {
  const along = sendingAlong(turn);
  const small = Array.from({ length: 5 }, (_, n) => said(`${n}`, 100));
  expect(along(true, small).entries).toBe(small);
  const compacted = [said('summary', 5_000), said('last', 10)];
  expect(along(false, compacted).entries).toBeUndefined();
});

test('bytes count, not characters', () => {
  expect(sendingAlong(turn)(true, [said('a', 1)]).entries).toHaveLength(1);
  const wide: Entry = { id: 'a', step: 0, item: message('user', '€'.repeat(1_400)) };
  expect(sendingAlong(turn)(true, [wide]).entries).toBeUndefined();
});

test('the first call alone is told of the context and of whose duration holds', () => {
  const along = sendingAlong({ ...turn, context: { who: 'ada' } });
  expect(along(true, []).first).toEqual({ context: { who: 'ada' }, agentsDuration: true });
  expect(along(false, []).first).toBeUndefined();
  expect(sendingAlong({ ...turn, context: 'x'.repeat(4_000), limits: { durationMs: 5 } })(true, []).first).toEqual({});
});
