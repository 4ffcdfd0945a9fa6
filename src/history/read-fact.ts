/** Decodes one raw event of history into a fact; events that say nothing about a turn (workflow tasks, timers) give none. */
import { msNumberToTs } from '@temporalio/common/lib/time.js';
import type { google, temporal } from '@temporalio/proto';
import { ANSWER_PART_UPDATE, type AnswerPart } from '../contract/answer-part.js';
import { CALL_MODEL, COMPACT } from '../contract/names.js';
import type { ActivityFailed, HistoryFact, TurnClosed } from './history-fact.js';
import { readPeopleFact } from './read-people-fact.js';
import type { PayloadReader } from './payload-reader.js';
import { readSubTurn } from './read-sub-turn.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type Timestamp = { seconds?: unknown; nanos?: number | null } | null | undefined;

/** Name of the markers in which the SDK records local activities. */
export const LOCAL_ACTIVITY_MARKER = 'core_local_activity';

/**
 * The fact of an event, or undefined.
 * @throws {HistoryUnreadableError} when a payload can't be decoded.
 */
export async function readFact(
  event: HistoryEvent,
  reader: PayloadReader,
  runId: string,
): Promise<HistoryFact | undefined> {
  const eventId = Number(event.eventId);
  const base = { eventId, at: millis(event.eventTime) };

  const started = event.workflowExecutionStartedEventAttributes;
  if (started) {
    return {
      ...base,
      type: 'turn-started',
      turnId: reader.turnId,
      runId,
      workflowType: started.workflowType?.name ?? '',
      taskQueue: started.taskQueue?.name ?? '',
      input: await reader.first(started.input, eventId, 'workflow input'),
      ...(started.continuedExecutionRunId && { continuedFrom: started.continuedExecutionRunId }),
    };
  }
  const scheduled = event.activityTaskScheduledEventAttributes;
  if (scheduled) {
    const name = scheduled.activityType?.name ?? '';
    // A tool's arguments stand in the model's answer already.
    const told = name === CALL_MODEL || name === COMPACT;
    const input = told ? await reader.first(scheduled.input, eventId, `input of ${name}`) : undefined;
    return { ...base, type: 'activity-scheduled', activityId: scheduled.activityId ?? '', name, input };
  }
  const attempt = event.activityTaskStartedEventAttributes;
  if (attempt) {
    const last = attempt.lastFailure && (await reader.failure(attempt.lastFailure, undefined, eventId, 'last failure'));
    return {
      ...base,
      type: 'activity-started',
      scheduled: Number(attempt.scheduledEventId),
      attempt: attempt.attempt ?? 1,
      ...(last && { lastFailure: last.message }),
    };
  }
  const completed = event.activityTaskCompletedEventAttributes;
  if (completed) {
    const result = await reader.first(completed.result, eventId, 'activity result');
    return { ...base, type: 'activity-completed', scheduled: Number(completed.scheduledEventId), result };
  }
  if (event.markerRecordedEventAttributes?.markerName === LOCAL_ACTIVITY_MARKER) {
    return readLocalActivity(event.markerRecordedEventAttributes, base, reader);
  }
  const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (update?.name === ANSWER_PART_UPDATE) {
    const part = (await reader.first(update.args, eventId, 'part of an answer')) as AnswerPart;
    return { ...base, type: 'answer-part', part };
  }
  if (event.workflowExecutionCancelRequestedEventAttributes) return { ...base, type: 'cancel-requested' };
  return (
    (await readPeopleFact(event, base, reader)) ??
    (await readActivityFailed(event, base, reader)) ??
    (await readSubTurn(event, base, reader)) ??
    readClosed(event, base, reader)
  );
}

/** Milliseconds since the epoch of a protobuf timestamp; 0 when there is none. */
export function millis(time: Timestamp): number {
  return time ? Number(time.seconds ?? 0) * 1000 + Math.floor((time.nanos ?? 0) / 1e6) : 0;
}

/** A protobuf timestamp of milliseconds since the epoch. */
export function timestampOf(at: number): google.protobuf.ITimestamp {
  return msNumberToTs(at);
}

async function readActivityFailed(
  event: HistoryEvent,
  base: { eventId: number; at: number },
  reader: PayloadReader,
): Promise<ActivityFailed | undefined> {
  const canceled = event.activityTaskCanceledEventAttributes;
  if (canceled) {
    const failure = { kind: 'cancelled', message: 'cancelled' } as const;
    return { ...base, type: 'activity-failed', scheduled: Number(canceled.scheduledEventId), failure };
  }
  const failed = event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
  if (!failed) return undefined;
  const failure = await reader.failure(failed.failure, failed.retryState, base.eventId, 'activity failure');
  return { ...base, type: 'activity-failed', scheduled: Number(failed.scheduledEventId), failure };
}

async function readLocalActivity(
  marker: temporal.api.history.v1.IMarkerRecordedEventAttributes,
  base: { eventId: number; at: number },
  reader: PayloadReader,
): Promise<HistoryFact> {
  // The SDK's core writes `data` itself, as JSON, behind any codec.
  const data = parseCoreData(marker.details?.data?.payloads?.[0]?.data);
  const end = { ...base, type: 'local-activity-ended', name: data.name, attempts: data.attempts } as const;
  const at = millis(data.complete) || base.at;
  // Two clocks: the schedule time is the workflow's, so it may lie after the end.
  const times = { at, scheduledAt: Math.min(millis(data.scheduled) || at, at) };
  if (marker.failure) {
    return {
      ...end,
      ...times,
      failure: await reader.failure(marker.failure, undefined, base.eventId, `failure of ${data.name}`),
    };
  }
  return {
    ...end,
    ...times,
    result: await reader.first(marker.details?.result, base.eventId, `result of ${data.name}`),
  };
}

function parseCoreData(bytes: Uint8Array | null | undefined): {
  name: string;
  attempts: number;
  complete: Timestamp;
  scheduled: Timestamp;
} {
  const data = JSON.parse(bytes ? new TextDecoder().decode(bytes) : '{}') as Record<string, unknown>;
  return {
    name: typeof data.activity_type === 'string' ? data.activity_type : '',
    attempts: typeof data.attempt === 'number' ? data.attempt : 1,
    complete: data.complete_time as Timestamp,
    scheduled: data.original_schedule_time as Timestamp,
  };
}

async function readClosed(
  event: HistoryEvent,
  base: { eventId: number; at: number },
  reader: PayloadReader,
): Promise<TurnClosed | undefined> {
  const closed = { ...base, type: 'turn-closed' } as const;
  const completed = event.workflowExecutionCompletedEventAttributes;
  if (completed) {
    const result = await reader.first(completed.result, base.eventId, 'workflow result');
    return { ...closed, how: 'completed', result, ...next(completed.newExecutionRunId) };
  }
  const failed = event.workflowExecutionFailedEventAttributes;
  if (failed) {
    const failure = await reader.failure(failed.failure, failed.retryState, base.eventId, 'workflow failure');
    return { ...closed, how: 'failed', failure, ...next(failed.newExecutionRunId) };
  }
  if (event.workflowExecutionCanceledEventAttributes) return { ...closed, how: 'cancelled' };
  const timedOut = event.workflowExecutionTimedOutEventAttributes;
  if (timedOut) return { ...closed, how: 'timed_out', ...next(timedOut.newExecutionRunId) };
  const terminated = event.workflowExecutionTerminatedEventAttributes;
  if (terminated) {
    return { ...closed, how: 'terminated', reason: terminated.reason ?? '', identity: terminated.identity ?? '' };
  }
  const renewed = event.workflowExecutionContinuedAsNewEventAttributes;
  return renewed ? { ...closed, how: 'continued_as_new', ...next(renewed.newExecutionRunId) } : undefined;
}

function next(runId: string | null | undefined): { newRunId?: string } {
  return runId ? { newRunId: runId } : {};
}
