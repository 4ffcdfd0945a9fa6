/** After a told wait: nothing before it is over, one first, then more and more, less fast where that was refused. */
import { Ramp } from '../../src/activities/ramp.js';

/** How many go in each second of `seconds` when as many as may go do, `refusedOver` requests a second being refused. */
function run(ramp: Ramp, from: number, seconds: number, limit = Infinity): { sent: number[]; refused: number } {
  const sent = Array.from({ length: seconds }, () => 0);
  const taken: number[] = [];
  let refused = 0;
  for (let now = from; now < from + seconds * 1_000; now += 1) {
    if (ramp.nextAt(now, false) > now) continue;
    ramp.sent(now);
    sent[Math.floor((now - from) / 1_000)]! += 1;
    if (taken.filter((at) => at > now - 1_000).length < limit) taken.push(now);
    else {
      refused += 1;
      ramp.refused(now, now, Math.max(1, taken.at(-limit)! + 1_000 - now));
    }
  }
  return { sent, refused };
}

test('nothing is held back before anything was refused', () => {
  expect(new Ramp().nextAt(1_000, false)).toBe(-Infinity);
});

test('nothing goes before the told time is over, then one, then more every second', () => {
  const ramp = new Ramp();
  ramp.sent(0);
  ramp.refused(0, 50, 2_000);
  expect(ramp.nextAt(50, false)).toBe(2_050);
  const { sent } = run(ramp, 2_050, 5);
  expect(sent[0]).toBeLessThanOrEqual(2);
  expect(sent).toEqual(sent.toSorted((a, b) => a - b));
  expect(sent.at(-1)).toBeGreaterThan(8);
});

test('a hundred that were sent at once and refused lower the rate once, and the longest wait counts', () => {
  const ramp = new Ramp();
  for (let i = 0; i < 100; i += 1) ramp.sent(0);
  for (let i = 0; i < 100; i += 1) ramp.refused(0, 10 + i, i === 7 ? 9_000 : 1_000);
  expect(ramp.openAt).toBe(9_017);
  expect(run(ramp, 9_017, 4).sent.at(-1)).toBeGreaterThan(4);
});

test('it finds the rate that a service takes, and seldom goes over it', () => {
  const ramp = new Ramp();
  ramp.sent(0);
  ramp.refused(0, 0, 500);
  const { sent, refused } = run(ramp, 500, 40, 10);
  const steady = sent.slice(10).reduce((sum, each) => sum + each, 0);
  expect(steady).toBeGreaterThan(30 * 7);
  expect(refused / sent.reduce((sum, each) => sum + each, 0)).toBeLessThan(0.05);
});

test('whoever is alone does not wait for others', () => {
  const ramp = new Ramp();
  ramp.sent(0);
  ramp.refused(0, 0, 100);
  ramp.sent(100);
  expect(ramp.nextAt(101, true)).toBe(100);
  expect(ramp.nextAt(101, false)).toBeGreaterThan(900);
});

test('a first request that is refused again was too early; it says nothing of the rate', () => {
  const ramp = new Ramp();
  for (let now = 0; now < 60_000; now += 1_000) {
    ramp.sent(now);
    ramp.refused(now, now, 1_000);
  }
  expect(run(ramp, 60_000, 6).sent.at(-1)).toBeGreaterThan(15);
});

test('a minute without a refusal opens it again, and so does the rate that is known', () => {
  const free = new Ramp();
  free.sent(0);
  free.refused(0, 0, 1_000);
  expect(free.nextAt(62_000, false)).toBe(1_000);
  const known = new Ramp(10);
  known.sent(0);
  known.refused(0, 0, 1_000);
  known.sent(1_000);
  expect(known.nextAt(1_001, false)).toBeCloseTo(1_200, 0);
  expect(known.nextAt(2_000, false)).toBe(1_000);
});
