/**
 * Decodes the events of child workflows into facts: the turns of sub-agents. Rule: a call is a call, so what starts and
 * ends it is told in the same facts whether it is an activity or a turn.
 */
import type { temporal } from '@temporalio/proto';
import { AGENT_TURN } from '../contract/names.js';
import type { ActivityCompleted, ActivityFailed, ActivityStarted, SubTurnInitiated } from './history-fact.js';
import type { HistoryFailure, PayloadReader } from './payload-reader.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type SubTurnFact = SubTurnInitiated | ActivityStarted | ActivityCompleted | ActivityFailed;

/**
 * The fact of a child workflow's event; undefined for any other event, and for the start of a child that is no turn.
 * @throws {HistoryUnreadableError} when a payload can't be decoded.
 */
export async function readSubTurn(
  event: HistoryEvent,
  base: { readonly eventId: number; readonly at: number },
  reader: PayloadReader,
): Promise<SubTurnFact | undefined> {
  const asked = event.startChildWorkflowExecutionInitiatedEventAttributes;
  if (asked) {
    if (asked.workflowType?.name !== AGENT_TURN) return undefined;
    return { ...base, type: 'sub-turn-initiated', turnId: asked.workflowId ?? '' };
  }
  const started = event.childWorkflowExecutionStartedEventAttributes;
  if (started) return { ...base, type: 'activity-started', scheduled: Number(started.initiatedEventId), attempt: 1 };
  const completed = event.childWorkflowExecutionCompletedEventAttributes;
  if (completed) {
    const result = await reader.first(completed.result, base.eventId, 'end of a sub-agent');
    return { ...base, type: 'activity-completed', scheduled: Number(completed.initiatedEventId), result };
  }
  const failed = event.childWorkflowExecutionFailedEventAttributes;
  const ended = failed
    ? {
        initiated: failed.initiatedEventId,
        failure: await reader.failure(failed.failure, failed.retryState, base.eventId, 'failure of a sub-agent'),
      }
    : endedByForce(event);
  return ended && { ...base, type: 'activity-failed', scheduled: Number(ended.initiated), failure: ended.failure };
}

/** How a child ended whose event holds no failure of its own. */
function endedByForce(event: HistoryEvent): { initiated: unknown; failure: HistoryFailure } | undefined {
  const canceled = event.childWorkflowExecutionCanceledEventAttributes;
  if (canceled) return { initiated: canceled.initiatedEventId, failure: { kind: 'cancelled', message: 'cancelled' } };
  const timedOut = event.childWorkflowExecutionTimedOutEventAttributes;
  if (timedOut) {
    return { initiated: timedOut.initiatedEventId, failure: { kind: 'timeout', message: 'its turn ran out of time' } };
  }
  const terminated = event.childWorkflowExecutionTerminatedEventAttributes;
  if (terminated) {
    const failure = { kind: 'terminated', message: 'its turn was terminated' } as const;
    return { initiated: terminated.initiatedEventId, failure };
  }
  const refused = event.startChildWorkflowExecutionFailedEventAttributes;
  const taken = { kind: 'application', message: 'a turn of this id is there already' } as const;
  return refused ? { initiated: refused.initiatedEventId, failure: taken } : undefined;
}
