/** The turn's clock: it stands exactly while calls are open and each of them waits for people. */
import { OpenCalls } from '../../src/workflows/open-calls.js';
import { call } from '../protocol/items.js';
import { callsOf } from './policies.js';

const [a, b] = callsOf(call('a'), call('b'));

test('it runs while a sibling does, and stands once all that is open waits for people', () => {
  const calls = new OpenCalls();
  const first = calls.enter(a!, 0);
  calls.wait(first, true, 100);
  const second = calls.enter(b!, 100);
  expect(calls.waitedMs(1_000)).toBe(0);
  calls.leave(second, 'ok', 1_000);
  expect(calls.waitedMs(5_000)).toBe(4_000);
  calls.wait(first, false, 6_000);
  expect(calls.waitedMs(9_000)).toBe(5_000);
  calls.leave(first, 'ok', 9_000);
  expect(calls.takeWaitedMs()).toBe(5_000);
  expect(calls.waitedMs(10_000)).toBe(0);
});

test("a sub-agent's turn that waits for people makes its call wait, and the turn above is told each change", () => {
  const calls = new OpenCalls();
  const told: boolean[] = [];
  calls.onStand = (stands) => told.push(stands);
  const open = calls.enter(a!, 0);
  const { step, position } = a!;
  calls.waitBelow({ step, position, waits: true }, 0);
  calls.waitBelow({ step, position, waits: true }, 50);
  calls.waitBelow({ step: 9, position: 9, waits: true }, 60);
  expect([calls.waitedMs(100), told]).toEqual([100, [true]]);
  // It ends without a word: the clock runs again.
  calls.leave(open, 'ok', 200);
  expect([calls.waitedMs(500), told]).toEqual([200, [true, false]]);
});

test('of calls with one id the latest open one is named; one is cancelled once', () => {
  const calls = new OpenCalls();
  const [one, two] = callsOf(call('x'), call('x'));
  const cancelled: number[] = [];
  for (const each of [one!, two!]) calls.enter(each, 0).cancelBy(() => cancelled.push(each.position));
  calls.find('x')?.cancel();
  calls.find('x')?.cancel();
  expect(calls.find('x')).toBeUndefined();
  expect(cancelled).toEqual([1, 0]);
  expect(calls.find({ step: one!.step, position: 0 })).toBeUndefined();
});

test('what a turn below told in one moment counts in the order in which it was told, not in that of its coming', () => {
  const calls = new OpenCalls();
  calls.enter(a!, 0);
  const { step, position } = a!;
  const tell = (waits: boolean, at: number, nth: number) =>
    calls.waitBelow({ step, position, waits, told: { at, nth } }, 100);
  tell(true, 50, 1);
  tell(true, 50, 3);
  tell(false, 50, 2);
  expect(calls.waitedMs(200)).toBe(100);
  tell(false, 60, 1);
  expect(calls.standing).toBe(false);
});
