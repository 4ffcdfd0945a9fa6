/** What events of a session's history say of its messages and turns; what they say of its entries, `history-fact` has. */
import type { temporal } from '@temporalio/proto';
import { END_UPDATE, SEND_UPDATE, type MessageAccepted, type SessionMessage } from '../contract/session.js';
import type { TurnResult } from '../contract/turn.js';
import type { PayloadReader } from './payload-reader.js';
import { isTurnEnd } from '../contract/turn-end.js';

/** One thing that a session's history says. */
export type SessionFact =
  /** A message was handed in; `message-taken` says what became of it. */
  | { readonly type: 'message'; readonly eventId: number; readonly message: SessionMessage }
  | { readonly type: 'message-taken'; readonly accepted: number; readonly turn: number }
  | { readonly type: 'turn-begun'; readonly turnId: string }
  | { readonly type: 'turn-not-started'; readonly turnId: string }
  | { readonly type: 'turn-ended'; readonly turnId: string; readonly how: TurnResult['outcome'] }
  | { readonly type: 'ending' };

/** The fact of an event, or undefined. @throws {HistoryUnreadableError} when a payload can't be decoded. */
export async function readSessionFact(
  event: temporal.api.history.v1.IHistoryEvent,
  reader: PayloadReader,
): Promise<SessionFact | undefined> {
  const eventId = Number(event.eventId);
  const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (update?.name === END_UPDATE) return { type: 'ending' };
  if (update?.name === SEND_UPDATE) {
    return {
      type: 'message',
      eventId,
      message: (await reader.first(update.args, eventId, 'message')) as SessionMessage,
    };
  }
  const answered = event.workflowExecutionUpdateCompletedEventAttributes;
  if (answered?.outcome?.success) {
    const answer = (await reader.first(answered.outcome.success, eventId, 'answer')) as MessageAccepted | undefined;
    const accepted = Number(answered.acceptedEventId);
    return typeof answer?.turn === 'number' ? { type: 'message-taken', accepted, turn: answer.turn } : undefined;
  }
  const begun = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution;
  if (begun) return { type: 'turn-begun', turnId: begun.workflowId ?? '' };
  const refused = event.startChildWorkflowExecutionFailedEventAttributes;
  if (refused) return { type: 'turn-not-started', turnId: refused.workflowId ?? '' };
  return readEnd(event, reader);
}

async function readEnd(
  event: temporal.api.history.v1.IHistoryEvent,
  reader: PayloadReader,
): Promise<SessionFact | undefined> {
  const completed = event.childWorkflowExecutionCompletedEventAttributes;
  if (completed) {
    const end = await reader.first(completed.result, Number(event.eventId), 'result of a turn');
    return ended(completed.workflowExecution, isTurnEnd(end) ? end.result.outcome : 'failed');
  }
  const cancelled = event.childWorkflowExecutionCanceledEventAttributes;
  if (cancelled) return ended(cancelled.workflowExecution, 'cancelled');
  const failed =
    event.childWorkflowExecutionFailedEventAttributes ??
    event.childWorkflowExecutionTerminatedEventAttributes ??
    event.childWorkflowExecutionTimedOutEventAttributes;
  return failed ? ended(failed.workflowExecution, 'failed') : undefined;
}

function ended(
  execution: temporal.api.common.v1.IWorkflowExecution | null | undefined,
  how: TurnResult['outcome'],
): SessionFact {
  return { type: 'turn-ended', turnId: execution?.workflowId ?? '', how };
}
