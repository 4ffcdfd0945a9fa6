/** A call that was held back: read like the service's refusal, but no fault of anybody, and no attempt. */
import { HeldBackError } from '../../src/activities/held-back.js';
import { modelFailure, type FailedAttempt } from '../../src/activities/model-failure.js';
import { readProviderFault } from '../../src/models/provider-fault.js';

const held = (afterMs: number) => readProviderFault(new HeldBackError('the line is full', afterMs), [], 0);
const at: FailedAttempt = {
  attempt: 7,
  model: 'a',
  progress: { faults: 4, since: 3, fallen: [] },
  timedOut: false,
  another: false,
  asked: false,
};

test('it waits as long as it says and counts for nothing', () => {
  expect(held(12_345.6)).toEqual({
    retry: 'wait',
    afterMs: 12_346,
    error: { code: 'rate_limit_exceeded', message: 'the line is full', retryable: true },
  });
  const { failed, next } = modelFailure(held(12_000), at);
  expect(failed).toMatchObject({ nonRetryable: false, nextRetryDelay: 12_000 });
  expect(next).toEqual({ ...at.progress, since: 4 });
});

test('with another model left it still counts for nothing, unless the wait is over half a minute', () => {
  const short = modelFailure(held(12_000), { ...at, another: true });
  expect(short.next).toEqual({ ...at.progress, since: 4 });
  const long = modelFailure(held(31_000), { ...at, another: true });
  expect(long.next).toEqual({ faults: 0, since: 8, fallen: [{ model: 'a', code: 'rate_limit_exceeded' }] });
});
