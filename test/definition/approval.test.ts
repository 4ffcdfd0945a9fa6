/** Whether a person is asked: by a tool's own function, and in any case when that can't say. */
import { jest } from '@jest/globals';
import { approvalQuestion } from '../../src/definition/approval.js';

test.each<[unknown, object]>([
  [() => true, { ask: true }],
  [() => false, { ask: false }],
  [async () => Promise.resolve(false), { ask: false }],
])('%p says so by itself', async (approval, asks) => {
  expect(await approvalQuestion(approval)!({}, undefined)).toEqual(asks);
});

test.each<[() => unknown, string]>([
  [() => undefined, 'gave undefined, not true or false'],
  [() => 0, 'gave number, not true or false'],
  [() => 'false', 'gave string, not true or false'],
  [() => null, 'gave object, not true or false'],
  [() => Promise.reject(new Error('no database')), 'failed: no database'],
  [
    () => {
      throw new Error('x'.repeat(5_000));
    },
    'failed: xxx',
  ],
  [
    () => {
      throw undefined;
    },
    'failed: undefined',
  ],
])('%p has a person asked, who is told why', async (approval, why) => {
  const asks = await approvalQuestion(approval)!({}, undefined);
  expect(asks.ask).toBe(true);
  expect(asks.why).toContain(why);
  expect(asks.why!.length).toBeLessThan(1_100);
});

test('a function that never answers has a person asked after 10 s, and leaves no timer behind', async () => {
  jest.useFakeTimers();
  try {
    const asked = approvalQuestion(() => new Promise(() => undefined))!({}, undefined);
    await jest.advanceTimersByTimeAsync(9_999);
    await jest.advanceTimersByTimeAsync(1);
    expect(await asked).toEqual({ ask: true, why: "the tool's approval function failed: it took over 10 s" });
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});
