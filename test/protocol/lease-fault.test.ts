/** Asks that no gate can answer are told from those of every worker. */
import { leaseFault } from '../../src/protocol/lease-fault.js';

const good = { worker: 'w', rate: { requestsPerMinute: 600 }, permits: 3, tokensEach: 0 };

test('what workers ask is answered', () => {
  expect(leaseFault(good)).toBeUndefined();
  const all = { rate: { requestsPerMinute: 0.5, tokensPerMinute: 1e9 }, permits: 0, correction: -5.5, toldMs: 12 };
  expect(leaseFault({ ...good, ...all })).toBeUndefined();
});

test.each<[unknown, string]>([
  [undefined, 'worker must be a name of 1 to 100 characters'],
  [null, 'worker'],
  ['x', 'worker'],
  [{ ...good, worker: '' }, 'worker'],
  [{ ...good, rate: { requestsPerMinute: 0 } }, 'requestsPerMinute must be a number over 0'],
  [{ ...good, rate: { tokensPerMinute: '5' } }, 'tokensPerMinute'],
  [{ ...good, permits: -1 }, 'permits must be a number of 0 or more'],
  [{ ...good, permits: null }, 'permits'],
  [{ ...good, tokensEach: undefined }, 'tokensEach'],
  [{ ...good, correction: 'much' }, 'correction must be a number'],
  [{ ...good, toldMs: Number.NaN }, 'toldMs'],
])('%j can not be: %s', (ask, fault) => {
  expect(leaseFault(ask)).toContain(fault);
});
