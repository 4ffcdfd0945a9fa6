/** Events as the server sends them, decoded with a real data converter: payloads, failures, markers, through a codec. */
import { ApplicationFailure, defaultPayloadConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import { encodeErrorToFailure, encodeToPayloads } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/data-converter-helpers.js';
import { temporal } from '@temporalio/proto';
import { HistoryUnreadableError, PayloadReader } from '../../src/history/payload-reader.js';
import { readFact } from '../../src/history/read-fact.js';

type Event = temporal.api.history.v1.IHistoryEvent;

/** Turns every byte over, and refuses what it didn't encode. */
const codec: PayloadCodec = {
  encode: async (given) =>
    given.map((payload) => ({ metadata: { encoding: enc('flipped') }, data: flip(pack(payload)) })),
  decode: async (given) =>
    given.map(({ metadata, data }) => {
      if (new TextDecoder().decode(metadata?.encoding ?? new Uint8Array()) !== 'flipped')
        throw new Error('not flipped');
      return temporal.api.common.v1.Payload.decode(flip(data ?? new Uint8Array()));
    }),
};
const converter = loadDataConverter({ payloadCodecs: [codec] });
const reader = new PayloadReader('turn-1', 'default', converter);

function enc(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
function flip(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => byte ^ 0xff);
}
function pack(payload: Payload): Uint8Array {
  return temporal.api.common.v1.Payload.encode(payload).finish();
}
async function payloads(...values: unknown[]) {
  return { payloads: await encodeToPayloads(converter, ...values) };
}
function read(event: Event) {
  const eventTime = { seconds: 1_700_000_000 as never, nanos: 250_000_000 };
  return readFact({ eventId: 7 as never, eventTime, ...event }, reader, 'run-1');
}

test('the start of a run, with its input through the codec', async () => {
  const input = await payloads({ agent: 'shop', input: [] });
  const attributes = { workflowType: { name: 'agentTurn' }, taskQueue: { name: 'everycall' }, input };
  expect(await read({ workflowExecutionStartedEventAttributes: attributes })).toEqual({
    type: 'turn-started',
    eventId: 7,
    at: 1_700_000_000_250,
    turnId: 'turn-1',
    runId: 'run-1',
    workflowType: 'agentTurn',
    taskQueue: 'everycall',
    input: { agent: 'shop', input: [] },
  });
});

test("a model call's input is decoded, a tool's is not: it stands in the answer", async () => {
  const scheduled = async (name: string) =>
    read({
      activityTaskScheduledEventAttributes: {
        activityId: 'x',
        activityType: { name },
        input: await payloads({ step: 1 }),
      },
    });
  expect(await scheduled('callModel')).toMatchObject({ name: 'callModel', input: { step: 1 } });
  expect(await scheduled('look_up')).toMatchObject({ type: 'activity-scheduled', name: 'look_up', input: undefined });
});

test('the last attempt, with the failure of the one before', async () => {
  const lastFailure = await encodeErrorToFailure(converter, new Error('first'));
  expect(
    await read({ activityTaskStartedEventAttributes: { scheduledEventId: 5 as never, attempt: 2, lastFailure } }),
  ).toMatchObject({ type: 'activity-started', scheduled: 5, attempt: 2, lastFailure: 'first' });
});

test('a result, also of a foreign worker that returns nothing', async () => {
  const completed = (result: Event['activityTaskCompletedEventAttributes']) =>
    read({ activityTaskCompletedEventAttributes: { scheduledEventId: 5 as never, ...result } });
  expect(await completed({ result: await payloads({ id: 'r', output: 'ü' }) })).toMatchObject({
    type: 'activity-completed',
    scheduled: 5,
    result: { id: 'r', output: 'ü' },
  });
  expect(await completed({})).toMatchObject({ result: undefined });
});

test('failed, timed out and cancelled activities, with the retry state', async () => {
  const error = ApplicationFailure.nonRetryable('no', 'everycall.timeout', { attempts: 2 });
  const state = temporal.api.enums.v1.RetryState;
  expect(
    await read({
      activityTaskFailedEventAttributes: {
        scheduledEventId: 5 as never,
        failure: await encodeErrorToFailure(converter, error),
        retryState: state.RETRY_STATE_NON_RETRYABLE_FAILURE,
      },
    }),
  ).toMatchObject({
    type: 'activity-failed',
    failure: {
      kind: 'application',
      type: 'everycall.timeout',
      message: 'no',
      details: { attempts: 2 },
      retryState: 'NON_RETRYABLE_FAILURE',
    },
  });
  const timeoutType = temporal.api.enums.v1.TimeoutType.TIMEOUT_TYPE_HEARTBEAT;
  expect(
    await read({
      activityTaskTimedOutEventAttributes: {
        scheduledEventId: 5 as never,
        failure: { message: 'activity Heartbeat timeout', timeoutFailureInfo: { timeoutType } },
        retryState: state.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED,
      },
    }),
  ).toMatchObject({ failure: { kind: 'timeout', timeout: 'HEARTBEAT', retryState: 'MAXIMUM_ATTEMPTS_REACHED' } });
  expect(await read({ activityTaskCanceledEventAttributes: { scheduledEventId: 5 as never } })).toMatchObject({
    type: 'activity-failed',
    failure: { kind: 'cancelled' },
  });
});

test("a local activity: the SDK's own data is plain JSON behind any codec, the result is not", async () => {
  const data = {
    activity_type: 'recordEnd',
    attempt: 2,
    complete_time: { seconds: 1_700_000_000, nanos: 5_000_000 },
    original_schedule_time: { seconds: 1_700_000_000, nanos: 90_000_000 },
  };
  const core = { payloads: [defaultPayloadConverter.toPayload(data)] };
  const marker = {
    markerName: 'core_local_activity',
    details: { data: core, result: await payloads({ name: 'shop' }) },
  };
  expect(await read({ markerRecordedEventAttributes: marker })).toMatchObject({
    type: 'local-activity-ended',
    name: 'recordEnd',
    attempts: 2,
    at: 1_700_000_000_005,
    // Two clocks disagree: never after its end.
    scheduledAt: 1_700_000_000_005,
    result: { name: 'shop' },
  });
  const failure = await encodeErrorToFailure(converter, new Error('no'));
  const failed = { markerName: 'core_local_activity', details: { data: core }, failure };
  expect(await read({ markerRecordedEventAttributes: failed })).toMatchObject({ failure: { message: 'no' } });
});

test('every way in which Temporal closes a run', async () => {
  const failure = await encodeErrorToFailure(
    converter,
    ApplicationFailure.nonRetryable('x', 'everycall.turn_failed', { result: { outcome: 'failed' } }),
  );
  const rows: [Event, object][] = [
    [
      { workflowExecutionCompletedEventAttributes: { result: await payloads({ a: 1 }) } },
      { how: 'completed', result: { a: 1 } },
    ],
    [
      { workflowExecutionFailedEventAttributes: { failure } },
      { how: 'failed', failure: { type: 'everycall.turn_failed', details: { result: { outcome: 'failed' } } } },
    ],
    [{ workflowExecutionCanceledEventAttributes: {} }, { how: 'cancelled' }],
    [{ workflowExecutionTimedOutEventAttributes: {} }, { how: 'timed_out' }],
    [
      { workflowExecutionTerminatedEventAttributes: { reason: 'why', identity: 'who' } },
      { how: 'terminated', reason: 'why', identity: 'who' },
    ],
    [
      { workflowExecutionContinuedAsNewEventAttributes: { newExecutionRunId: 'run-2' } },
      { how: 'continued_as_new', newRunId: 'run-2' },
    ],
  ];
  for (const [event, fact] of rows) expect(await read(event)).toMatchObject({ type: 'turn-closed', ...fact });
});

test('events that say nothing about a turn give no fact', async () => {
  expect(await read({ workflowTaskCompletedEventAttributes: {} })).toBeUndefined();
  expect(await read({ timerStartedEventAttributes: {} })).toBeUndefined();
  expect(await read({ markerRecordedEventAttributes: { markerName: 'core_patch' } })).toBeUndefined();
});

test('what the reader lacks the codec for is an error that names the event and no content', async () => {
  const bare = new PayloadReader('turn-1', 'default', loadDataConverter());
  const result = await payloads({ secret: 'sk-123' });
  const event = { eventId: 9 as never, activityTaskCompletedEventAttributes: { scheduledEventId: 5 as never, result } };
  const error = await readFact(event, bare, 'run-1').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(HistoryUnreadableError);
  expect(String(error)).toMatch(/event 9 \(activity result\) of turn "turn-1".*dataConverter/);
  expect(String(error)).not.toContain('sk-123');
});
