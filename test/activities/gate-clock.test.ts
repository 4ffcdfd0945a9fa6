/** The gate's clock as this process reads it: bounded by when it was asked and answered, and equal where it may be. */
import { GateClock } from '../../src/activities/gate-clock.js';

test('clocks that may be equal are, so that a late answer does not make its times late', () => {
  expect(new GateClock().local(1_000, { sent: 900, read: 5_000 })).toBe(1_000);
});

test('clocks that are apart are told by the quickest answers, whichever is ahead', () => {
  const behind = new GateClock();
  expect(behind.local(10_000, { sent: 500, read: 520 })).toBe(520);
  expect(behind.local(11_000, { sent: 1_505, read: 9_000 })).toBe(1_520);
  expect(behind.local(12_000, { sent: 2_505, read: 2_510 })).toBe(2_510);
  const ahead = new GateClock();
  expect(ahead.local(1_000, { sent: 50_000, read: 50_030 })).toBe(50_000);
  expect(ahead.local(2_000, { sent: 51_010, read: 51_030 })).toBe(51_010);
});

test('an old answer is forgotten, as clocks drift', () => {
  const clock = new GateClock();
  clock.local(0, { sent: -1_010, read: -1_000 });
  for (let i = 1; i < 20; i += 1) expect(clock.local(i, { sent: i - 2_000, read: i })).toBe(i - 1_000);
  expect(clock.local(20, { sent: 0, read: 40 })).toBe(20);
});
