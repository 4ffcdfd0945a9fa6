/** The gate's clock as this process reads it: the quickest answer of late decides. */
import { GateClock } from '../../src/activities/gate-clock.js';

test('a late answer does not make its times late', () => {
  const clock = new GateClock();
  expect(clock.local(1_000, 520)).toBe(520);
  expect(clock.local(2_000, 1_510)).toBe(1_510);
  expect(clock.local(3_000, 3_400)).toBe(2_510);
});

test('an old answer is forgotten, as clocks drift', () => {
  const clock = new GateClock();
  clock.local(0, -1_000);
  for (let i = 1; i < 20; i += 1) expect(clock.local(i, i)).toBe(i - 1_000);
  expect(clock.local(20, 20)).toBe(20);
});
