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
  clock.local(0, { sent: -1_000, read: 5_000 });
  clock.local(1, { sent: 1, read: 1_001 });
  for (let i = 2; i < 21; i += 1) expect(clock.local(i, { sent: i - 3_000, read: i + 1_000 })).toBe(i);
  expect(clock.local(21, { sent: 21 - 3_000, read: 21 - 10 })).toBe(11);
});

test.each([3_600_000, -3_600_000])('a clock that was set by %i ms is believed at once', (by) => {
  const clock = new GateClock();
  for (let i = 0; i < 10; i += 1) clock.local(1_000 * i, { sent: 1_000 * i - 5, read: 1_000 * i + 5 });
  const set = clock.local(10_000, { sent: 9_995 + by, read: 10_005 + by });
  expect(Math.abs(set - (10_000 + by))).toBeLessThanOrEqual(5);
});
