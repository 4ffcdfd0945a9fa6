/** Faults of a model service as failures of attempts: five count, waits don't, what is final ends at once or falls back. */
import { modelFailure, type FailedAttempt } from '../../src/activities/model-failure.js';
import type { ProviderFault } from '../../src/models/provider-fault.js';
import { FAILURE } from '../../src/protocol/failure.js';

const fault = (retry: ProviderFault['retry'], afterMs?: number, code = 'its_code'): ProviderFault => ({
  retry,
  ...(afterMs !== undefined && { afterMs }),
  error: { code, message: 'its words', retryable: retry !== 'final' },
});
const FIRST: FailedAttempt = {
  attempt: 1,
  model: 'a',
  progress: { faults: 0, since: 1, fallen: [] },
  timedOut: false,
  another: false,
  asked: true,
};
const at = (faults: number, attempt: number, more: Partial<FailedAttempt> = {}): FailedAttempt => {
  return { ...FIRST, attempt, progress: { ...FIRST.progress, faults }, ...more };
};

test('a final fault ends the turn at once with the words of the service', () => {
  const { failed } = modelFailure(fault('final'), FIRST);
  expect(failed).toMatchObject({ type: FAILURE.model, nonRetryable: true, message: 'its_code: its words' });
  expect(failed.details).toEqual([{ code: 'its_code', message: 'its words', retryable: false }]);
  expect(failed.stack).toBe('');
});

test('the fifth fault that counts is the last, and waits double up to 30 s', () => {
  const attempts = [0, 1, 2, 3, 4].map((faults) => modelFailure(fault('counted'), at(faults, faults + 1)));
  expect(attempts.map(({ next }) => next.faults)).toEqual([1, 2, 3, 4, 5]);
  expect(attempts.map(({ failed }) => failed.nonRetryable)).toEqual([false, false, false, false, true]);
  expect(attempts.slice(0, 4).map(({ failed }) => failed.nextRetryDelay)).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test('a wait that the service asks for is waited and does not count', () => {
  const { failed, next } = modelFailure(fault('wait', 20_000), at(4, 9));
  expect(next.faults).toBe(4);
  expect(failed).toMatchObject({ nonRetryable: false, nextRetryDelay: 20_000 });
});

test('waits that nobody bounded grow with the attempts, though none of them counts', () => {
  const waits = [1, 3, 5, 6, 900].map((attempt) => modelFailure(fault('wait'), at(0, attempt)).failed.nextRetryDelay);
  expect(waits).toEqual([1_000, 4_000, 16_000, 30_000, 30_000]);
});

test('an attempt that ran out of its 10 minutes counts, whatever the client threw for it', () => {
  for (const retry of ['final', 'counted', 'wait'] as const) {
    const { failed, next } = modelFailure(fault(retry), at(0, 1, { timedOut: true }));
    expect(next.faults).toBe(1);
    expect(failed).toMatchObject({ nonRetryable: false, details: [{ code: 'model_timeout', retryable: true }] });
  }
});

describe('with another model left', () => {
  const another = { another: true };

  test.each<[string, ProviderFault, FailedAttempt]>([
    ['a final fault', fault('final'), at(0, 3, another)],
    ['the fifth fault', fault('counted'), at(4, 3, another)],
    ['the fifth wait', fault('wait', 10), at(4, 3, another)],
    ['a wait of over 30 s', fault('wait', 30_001), at(0, 3, another)],
    ['an attempt out of time', fault('counted', undefined, 'model_timeout'), at(0, 3, { ...another, timedOut: true })],
  ])('%s makes the next attempt ask it, at once and from the start', (_what, met, where) => {
    const { failed, next } = modelFailure(met, where);
    expect(failed).toMatchObject({ nonRetryable: false, nextRetryDelay: 10 });
    expect(next).toEqual({ faults: 0, since: 4, fallen: [{ model: 'a', code: met.error.code }] });
  });

  test('a wait counts and is waited', () => {
    const { failed, next } = modelFailure(fault('wait', 30_000), at(1, 2, another));
    expect(failed).toMatchObject({ nonRetryable: false, nextRetryDelay: 30_000 });
    expect(next).toEqual({ faults: 2, since: 1, fallen: [] });
  });

  test('a contract that everycall itself broke is nobody else’s to mend', () => {
    const { failed, next } = modelFailure(fault('final', undefined, 'contract_violation'), at(0, 1, another));
    expect(failed.nonRetryable).toBe(true);
    expect(next.fallen).toEqual([]);
  });
});

test('the last model’s error names those before it, and its waits begin anew', () => {
  const progress = { faults: 0, since: 6, fallen: [{ model: 'a', code: 'insufficient_quota' }] };
  const last = { ...FIRST, model: 'b', progress, attempt: 6 };
  expect(modelFailure(fault('counted'), last).failed.nextRetryDelay).toBe(1_000);
  expect(modelFailure(fault('final'), last).failed.details).toEqual([
    { code: 'its_code', message: 'its words (before it: a: insufficient_quota)', retryable: false },
  ]);
});
