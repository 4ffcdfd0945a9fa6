/** What a tool threw, as the failure of its attempt: hopeless faults end the call, others are tried again within bounds. */
import { jest } from '@jest/globals';
import { OutputNotSerialisable, OutputTooLarge } from '../../src/activities/tool-output.js';
import { backoffMs, thrownFailure } from '../../src/activities/thrown-failure.js';
import { ContentRefused } from '../../src/definition/content.js';
import { ToolError } from '../../src/definition/tool-error.js';
import { FAILURE } from '../../src/protocol/failure.js';

const retry = { maximumAttempts: 3, initialIntervalMs: 1_000, backoffCoefficient: 2, maximumIntervalMs: 3_000 };

/** One attempt; only what thrownFailure reads. */
function run(options: { effect?: string; attempts?: number; cut?: number; endsAt?: number } = {}) {
  const { effect = 'idempotent', attempts = 1, cut = 0, endsAt = Date.now() + 60_000 } = options;
  const heartbeat = jest.fn();
  const logged = jest.fn();
  const parts = {
    tool: { name: 'f', policy: { effect, retry } },
    agent: { describeError: (error: unknown) => `said: ${error instanceof Error ? error.message : String(error)}` },
    input: { callId: 'a' },
    spent: { attempts, cut },
    endsAt,
    attempt: { heartbeat },
    log: { thrown: logged },
    secrets: () => ['hunter2-CANARY'],
  };
  const failed = (thrown: unknown) => thrownFailure(thrown, parts as unknown as Parameters<typeof thrownFailure>[1]);
  return { failed, heartbeat, logged };
}
const status = (value: unknown, field = 'status') => Object.assign(new Error('x'), { [field]: value });

test.each<[string, unknown]>([
  ['a final ToolError', new ToolError('no')],
  ['a final ToolError of another copy of the package', foreignToolError(false)],
  ['a 400', status(400)],
  ['a 404, as statusCode', status(404, 'statusCode')],
  ['an output that is no JSON', new OutputNotSerialisable(new Error('BigInt'))],
  ['an output whose parts are too large', new OutputTooLarge(3_000_000, 1_900_000)],
  ['a part that no model takes', new ContentRefused(0, {}, 'a part')],
])('%s is not tried again', (_what, thrown) => {
  expect(run().failed(thrown).nonRetryable).toBe(true);
});

test.each<[string, unknown]>([
  ['an error', new Error('x')],
  ['a ToolError that may pass', new ToolError('busy', { retryable: true })],
  ['a 408', status(408)],
  ['a 409', status(409)],
  ['a 425', status(425)],
  ['a 429', status(429)],
  ['a 500', status(500)],
  ['a status that is no number', status('404')],
  ['a text', 'x'],
  ['null', null],
  ['undefined', undefined],
])('%s is tried again', (_what, thrown) => {
  const { failed, heartbeat } = run();
  expect(failed(thrown)).toMatchObject({ nonRetryable: false, nextRetryDelay: 1_000 });
  expect(heartbeat).toHaveBeenCalledTimes(1);
});

test('a wait that a service asked for is waited, and none is begun that ends after the deadline', () => {
  const busy = (afterMs: number) => Object.assign(new ToolError('busy', { retryable: true }), { afterMs });
  expect(run().failed(busy(7_000))).toMatchObject({ nonRetryable: false, nextRetryDelay: 7_000 });
  expect(run().failed(busy(10))).toMatchObject({ nextRetryDelay: 1_000 });
  expect(run().failed(busy(61_000))).toMatchObject({ type: FAILURE.timeout, nonRetryable: true });
});

test('a tool that must run once is never tried again', () => {
  expect(run({ effect: 'once' }).failed(new Error('x')).nonRetryable).toBe(true);
});

test('attempts that a shutdown cut short do not count', () => {
  expect(run({ attempts: 3, cut: 2 }).failed(new Error('x'))).toMatchObject({ nextRetryDelay: 1_000 });
});

test('the last attempt fails with its own error', () => {
  expect(run({ attempts: 3 }).failed(new TypeError('x'))).toMatchObject({ type: 'TypeError', message: 'said: x' });
});

test("no attempt is left to begin after the deadline, or the turn's end: the call ends as timed out, with the last error", () => {
  const failed = run({ endsAt: Date.now() + 500 }).failed(new Error('still down'));
  expect(failed).toMatchObject({ type: FAILURE.timeout, nonRetryable: true });
  expect(failed.message).toContain('The last error was: said: still down');
});

test('an error can not pass for one of ours or of the SDK', () => {
  for (const name of [FAILURE.timeout, FAILURE.shutdown, 'everycall.', 'WorkerShutdown']) {
    expect(run().failed(Object.assign(new Error('x'), { name })).type).toBe('Error');
  }
  expect(run().failed(Object.assign(new Error('x'), { name: 'x'.repeat(500) })).type).toHaveLength(100);
  expect(run().failed('x').type).toBe('string');
});

test('the stack goes to the log alone', () => {
  const thrown = new Error('x');
  const { failed, logged } = run();
  expect(failed(thrown).stack).toBe('');
  expect(logged).toHaveBeenCalledWith({ tool: 'f', callId: 'a', thrown: thrown.stack });
});

test('a key of the agent is in nothing that is told, recorded or logged', () => {
  const thrown = new Error('401 for hunter2-CANARY');
  thrown.name = 'hunter2-CANARY';
  const { failed, logged } = run();
  const { message, type } = failed(thrown);
  expect(JSON.stringify([message, type, logged.mock.calls])).not.toContain('CANARY');
  expect(message).toBe('said: 401 for [redacted]');
});

test('waits grow by the coefficient up to the most', () => {
  expect([1, 2, 3, 9].map((attempts) => backoffMs(retry, attempts))).toEqual([1_000, 2_000, 3_000, 3_000]);
});

/** A ToolError as a tool throws it that was written with another copy of the package. */
function foreignToolError(retryable: boolean): Error {
  return Object.assign(new Error('no'), { retryable, [Symbol.for('everycall.ToolError')]: true });
}

test('a logger that throws does not hide the failure', () => {
  const { failed, logged } = run();
  logged.mockImplementation(() => {
    throw new Error('logger');
  });
  expect(failed(new TypeError('x'))).toMatchObject({ type: 'TypeError', stack: '' });
});

test('a value that throws when it is read is a failure like any other', () => {
  const trap = (): never => {
    throw new Error('trap');
  };
  const thrown = Object.defineProperties({}, { name: { get: trap }, status: { get: trap } });
  expect(run().failed(thrown)).toMatchObject({ type: 'object', nonRetryable: false, stack: '' });
});
