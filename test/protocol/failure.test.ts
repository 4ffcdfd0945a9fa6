/** From failures to outcomes: a test for each row of the design's table, and for the order of the rows. */
import { endOfFailure, FAILURE, workerWasLost, type ActivityFault } from '../../src/protocol/failure.js';
import type { Outcome } from '../../src/protocol/outcome.js';

const threw = (more: Partial<ActivityFault> = {}): ActivityFault => ({
  kind: 'application',
  type: 'Error',
  message: 'it broke',
  ...more,
});
const timedOut = (timeout: ActivityFault['timeout'], more: Partial<ActivityFault> = {}): ActivityFault => ({
  kind: 'timeout',
  timeout,
  message: 'activity timed out',
  ...more,
});

type Row = [what: string, fault: ActivityFault, outcome: Outcome, told: RegExp];

const FOR_EVERY_TOOL: Row[] = [
  ['the activity was cancelled', { kind: 'cancelled', message: '' }, 'cancelled', /may have started and taken effect/],
  ['cancel requested, whatever the failure', threw({ retryState: 'CANCEL_REQUESTED' }), 'cancelled', /Cancelled/],
  [
    'cancel requested, and the worker went silent',
    timedOut('HEARTBEAT', { retryState: 'CANCEL_REQUESTED' }),
    'cancelled',
    /Cancelled/,
  ],
  [
    'cancel requested, and its own clock ran out',
    threw({ type: FAILURE.timeout, retryState: 'CANCEL_REQUESTED' }),
    'cancelled',
    /Cancelled/,
  ],
  [
    'our own timeout',
    threw({ type: FAILURE.timeout, message: 'timed out after 30 s' }),
    'timeout',
    /^timed out after 30 s$/,
  ],
  [
    'our own timeout, in the last of the deadline',
    threw({ type: FAILURE.timeout, message: 'after 30 s', retryState: 'TIMEOUT' }),
    'timeout',
    /^after 30 s$/,
  ],
  [
    'our own refusal of the arguments',
    threw({ type: FAILURE.invalid, message: 'n is missing' }),
    'invalid_arguments',
    /^n is missing$/,
  ],
  ['never started', timedOut('SCHEDULE_TO_START'), 'timeout', /never started and had no effect/],
  [
    'not started again',
    timedOut('SCHEDULE_TO_START', { ranBefore: true }),
    'timeout',
    /earlier attempt ran, so it may have taken effect/,
  ],
  ['no worker had the tool', threw({ type: FAILURE.missing }), 'timeout', /never started/],
  ['the deadline ended a backoff', threw({ retryState: 'TIMEOUT' }), 'timeout', /last error was: it broke/],
  [
    'the whole call timed out',
    timedOut('SCHEDULE_TO_CLOSE'),
    'timeout',
    /before it finished. It may have taken effect/,
  ],
  ['a timeout of a kind that we have not heard of', timedOut(undefined), 'timeout', /timed out/],
  ['a final error', threw({ retryState: 'NON_RETRYABLE_FAILURE' }), 'error', /^Error: it broke$/],
  ['attempts used up', threw({ retryState: 'MAXIMUM_ATTEMPTS_REACHED' }), 'error', /^Error: it broke$/],
  [
    'an error without a message',
    { kind: 'application', type: 'ValueError', message: '' },
    'error',
    /^Error: ValueError$/,
  ],
  ['an error without a type or message', { kind: 'application', message: '' }, 'error', /failed without a message/],
];

test.each(FOR_EVERY_TOOL)('%s', (_what, fault, outcome, told) => {
  for (const effect of ['read', 'idempotent', 'once'] as const) {
    const end = endOfFailure(fault, effect);
    expect(end.outcome).toBe(outcome);
    expect(end.output).toMatch(told);
  }
});

const LOST: [string, ActivityFault][] = [
  ['no heartbeat', timedOut('HEARTBEAT')],
  ["the server's clock on an attempt", timedOut('START_TO_CLOSE')],
  ["the SDK's worker shutdown", threw({ type: 'WorkerShutdown' })],
  ['our own worker shutdown', threw({ type: FAILURE.shutdown })],
  ['no heartbeat, with the deadline over', timedOut('HEARTBEAT', { retryState: 'TIMEOUT' })],
];

test.each(LOST)('the worker was lost: %s', (_what, fault) => {
  expect(workerWasLost(fault)).toBe(true);
  const once = endOfFailure(fault, 'once');
  expect(once.outcome).toBe('interrupted');
  expect(once.output).toMatch(/may or may not have taken effect/);
  for (const effect of ['read', 'idempotent'] as const) {
    const end = endOfFailure(fault, effect);
    expect(end.outcome).toBe('timeout');
    expect(end.output).toMatch(/worker was lost or fell silent in each attempt/);
  }
});

test('what the model is told is bounded', () => {
  const end = endOfFailure(threw({ message: 'x'.repeat(5_000) }), 'read');
  expect(end.output.length).toBeLessThanOrEqual(1_010);
  expect(end.output.endsWith('…')).toBe(true);
});
