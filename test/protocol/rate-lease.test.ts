/** Shared rates: permits evenly spaced in the order of asking, tokens from a bucket, told waits for all, nothing far ahead. */
import fc from 'fast-check';
import {
  leasePermits,
  shareOfRate,
  spacingMs,
  UNSPENT,
  type LeaseAsk,
  type RateState,
} from '../../src/protocol/rate-lease.js';

const NOW = 1_700_000_000_000;
const TEN_A_SECOND = { requestsPerMinute: 600 };
const ask = (permits: number, more: Partial<LeaseAsk> = {}): LeaseAsk => {
  return { worker: 'w', rate: TEN_A_SECOND, permits, tokensEach: 0, ...more };
};

test('permits are spaced a little wider than the limit says', () => {
  expect(spacingMs(TEN_A_SECOND)).toBeCloseTo(105.26, 2);
  const { lease } = leasePermits(UNSPENT, ask(3), NOW);
  expect(lease).toMatchObject({ now: NOW, permits: 3, inMs: 0 });
  expect(lease.everyMs).toBeCloseTo(105.26, 2);
});

test('a lease reaches a little over a second ahead, and the next one begins where it ends', () => {
  const first = leasePermits(UNSPENT, ask(1_000), NOW);
  expect(first.lease.permits).toBe(12);
  const second = leasePermits(first.state, ask(5), NOW);
  expect(second.lease.permits).toBe(1);
  expect(second.lease.inMs).toBeCloseTo(12 * spacingMs(TEN_A_SECOND), 1);
});

test('who finds all taken for a while keeps a place, and is sent away when even that is far', () => {
  let state: RateState = UNSPENT;
  const places: number[] = [];
  for (let worker = 0; worker < 60; worker += 1) {
    const given = leasePermits(state, ask(1), NOW);
    state = given.state;
    if (given.lease.permits === 1) places.push(given.lease.inMs);
  }
  expect(places).toHaveLength(48);
  expect(places.toSorted((a, b) => a - b)).toEqual(places);
  expect(Math.max(...places)).toBeLessThanOrEqual(5_000);
  expect(leasePermits(state, ask(1), NOW).lease).toMatchObject({ permits: 0, inMs: expect.any(Number) });
});

test('with other workers about a lease is shorter, so that each finds its share', () => {
  let state: RateState = UNSPENT;
  for (const worker of ['a', 'b', 'c']) ({ state } = leasePermits(state, ask(1, { worker }), NOW));
  expect(leasePermits(state, ask(100, { worker: 'd' }), NOW + 1_000).lease.permits).toBe(3);
  expect(leasePermits(state, ask(100, { worker: 'd' }), NOW + 4_000).lease.permits).toBe(12);
});

test('an asker is told how many want their share, and may keep to its own', () => {
  const one = leasePermits(UNSPENT, ask(1, { worker: 'a' }), NOW);
  expect(one.lease).not.toHaveProperty('workers');
  expect(leasePermits(one.state, ask(1, { worker: 'b' }), NOW).lease).toMatchObject({ workers: 2 });
  expect(shareOfRate({ requestsPerMinute: 600, tokensPerMinute: 100 }, 4)).toEqual({
    requestsPerMinute: 150,
    tokensPerMinute: 25,
  });
});

test('a clock that is set back makes nobody wait for what it showed before', () => {
  const rate = { requestsPerMinute: 600, tokensPerMinute: 60_000 };
  const later = NOW + 3_600_000;
  const { state } = leasePermits(UNSPENT, ask(12, { rate, worker: 'a', tokensEach: 10, toldMs: 2_000 }), later);
  const back = leasePermits(state, ask(12, { rate, worker: 'b', tokensEach: 10 }), NOW);
  const same = leasePermits(state, ask(12, { rate, worker: 'b', tokensEach: 10 }), later);
  expect(back.lease).toEqual({ ...same.lease, now: NOW });
  expect(back.lease).toMatchObject({ permits: 1, workers: 2, toldMs: 2_000 });
});

test('what was not used while nobody asked is not made up for', () => {
  const { state } = leasePermits(UNSPENT, ask(5), NOW);
  expect(leasePermits(state, ask(1_000), NOW + 60_000).lease).toMatchObject({ permits: 12, inMs: 0 });
});

test('a told wait holds for everyone who asks until it is over', () => {
  const told = leasePermits(UNSPENT, ask(0, { toldMs: 3_000 }), NOW);
  expect(told.lease).toMatchObject({ permits: 0, toldMs: 3_000 });
  const other = leasePermits(told.state, ask(2), NOW + 1_000);
  expect(other.lease).toMatchObject({ permits: 1, inMs: 2_000, toldMs: 2_000 });
  expect(leasePermits(told.state, ask(2), NOW + 3_000).lease).not.toHaveProperty('toldMs');
});

describe('tokens', () => {
  const rate = { tokensPerMinute: 60_000 };
  const tokens = (permits: number, tokensEach: number, more: Partial<LeaseAsk> = {}) =>
    ask(permits, { rate, tokensEach, ...more });

  test('a bucket holds a minute’s worth, and fills evenly', () => {
    const full = leasePermits(UNSPENT, tokens(100, 10_000), NOW);
    expect(full.lease).toMatchObject({ permits: 5, inMs: 0, everyMs: 0 });
    const next = leasePermits(full.state, tokens(100, 10_000), NOW);
    expect(next.lease.permits).toBe(1);
    expect(next.lease.inMs).toBeCloseTo(3_157.9, 0);
  });

  test('a request larger than the bucket needs a full one, and is paid off after', () => {
    const large = leasePermits(UNSPENT, tokens(3, 120_000), NOW);
    expect(large.lease).toMatchObject({ permits: 1, inMs: 0 });
    expect(leasePermits(large.state, tokens(1, 1_000), NOW).lease.permits).toBe(0);
  });

  test('what answers really used is corrected, in both directions', () => {
    const { state } = leasePermits(UNSPENT, tokens(5, 10_000), NOW);
    const back = leasePermits(state, tokens(100, 10_000, { correction: -50_000 }), NOW);
    expect(back.lease).toMatchObject({ permits: 5, inMs: 0 });
    const more = leasePermits(UNSPENT, tokens(1, 1_000, { correction: 60_000 }), NOW);
    expect(more.lease.inMs).toBeGreaterThan(1_000);
  });
});

test('no order of asking gets more out of a limit than it says', () => {
  const asks = fc.array(
    fc.record({ afterMs: fc.nat(1_500), permits: fc.nat(30), toldMs: fc.oneof(fc.constant(0), fc.nat(500)) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(asks, fc.integer({ min: 30, max: 6_000 }), (all, requestsPerMinute) => {
      const rate = { requestsPerMinute };
      let now = NOW;
      let state: RateState = UNSPENT;
      const times: number[] = [];
      for (const { afterMs, permits, toldMs } of all) {
        now += afterMs;
        const { lease, state: next } = leasePermits(
          state,
          { worker: `w${permits % 3}`, rate, permits, tokensEach: 0, toldMs },
          now,
        );
        expect(lease.permits).toBeLessThanOrEqual(permits);
        for (let i = 0; i < lease.permits; i += 1) times.push(now + lease.inMs + i * lease.everyMs);
        state = next;
      }
      for (let i = 1; i < times.length; i += 1) {
        expect(times[i]! - times[i - 1]!).toBeGreaterThan(60_000 / requestsPerMinute);
      }
    }),
  );
});

test('tokens leased in a minute never exceed a bucket and what flows into it', () => {
  const asks = fc.array(
    fc.record({ afterMs: fc.nat(5_000), permits: fc.nat(20), tokensEach: fc.integer({ min: 1, max: 20_000 }) }),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(asks, (all) => {
      const rate = { tokensPerMinute: 60_000, requestsPerMinute: 6_000 };
      let now = NOW;
      let state: RateState = UNSPENT;
      const spent: { at: number; tokens: number }[] = [];
      for (const { afterMs, permits, tokensEach } of all) {
        now += afterMs;
        const { lease, state: next } = leasePermits(state, { worker: 'w', rate, permits, tokensEach }, now);
        for (let i = 0; i < lease.permits; i += 1)
          spent.push({ at: now + lease.inMs + i * lease.everyMs, tokens: tokensEach });
        state = next;
      }
      let sum = 0;
      for (const { at, tokens } of spent) {
        sum += tokens;
        expect(sum).toBeLessThanOrEqual(60_000 + (at - NOW) + 1);
      }
    }),
  );
});
