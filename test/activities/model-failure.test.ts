/** Faults of a model service as failures of attempts: five count, waits don't, and what is final ends at once. */
import { modelFailure } from '../../src/activities/model-failure.js';
import type { ProviderFault } from '../../src/models/provider-fault.js';
import { FAILURE } from '../../src/protocol/failure.js';

const fault = (retry: ProviderFault['retry'], afterMs?: number): ProviderFault => ({
  retry,
  ...(afterMs !== undefined && { afterMs }),
  error: { code: 'its_code', message: 'its words', retryable: retry !== 'final' },
});

test('a final fault ends the turn at once with the words of the service', () => {
  const { failed } = modelFailure(fault('final'), 0, 1, false);
  expect(failed).toMatchObject({ type: FAILURE.model, nonRetryable: true, message: 'its_code: its words' });
  expect(failed.details).toEqual([{ code: 'its_code', message: 'its words', retryable: false }]);
  expect(failed.stack).toBe('');
});

test('the fifth fault that counts is the last, and waits double up to 30 s', () => {
  const attempts = [0, 1, 2, 3, 4].map((faults) => modelFailure(fault('counted'), faults, faults + 1, false));
  expect(attempts.map(({ counted }) => counted)).toEqual([1, 2, 3, 4, 5]);
  expect(attempts.map(({ failed }) => failed.nonRetryable)).toEqual([false, false, false, false, true]);
  expect(attempts.slice(0, 4).map(({ failed }) => failed.nextRetryDelay)).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test('a wait that the service asks for is waited and does not count', () => {
  const { failed, counted } = modelFailure(fault('wait', 20_000), 4, 9, false);
  expect(counted).toBe(4);
  expect(failed).toMatchObject({ nonRetryable: false, nextRetryDelay: 20_000 });
});

test('waits that nobody bounded grow with the attempts, though none of them counts', () => {
  const waits = [1, 3, 5, 6, 900].map(
    (attempt) => modelFailure(fault('wait'), 0, attempt, false).failed.nextRetryDelay,
  );
  expect(waits).toEqual([1_000, 4_000, 16_000, 30_000, 30_000]);
});

test('an attempt that ran out of its 10 minutes counts, whatever the client threw for it', () => {
  for (const retry of ['final', 'counted', 'wait'] as const) {
    const { failed, counted } = modelFailure(fault(retry), 0, 1, true);
    expect(counted).toBe(1);
    expect(failed).toMatchObject({ nonRetryable: false, details: [{ code: 'model_timeout', retryable: true }] });
  }
});
