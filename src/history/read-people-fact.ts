/** Decodes the events of history by which people speak to a turn, and by which the turn says what it waits for. */
import type { temporal } from '@temporalio/proto';
import {
  DECIDE_UPDATE,
  isSteer,
  STEER_SIGNAL,
  STEER_UPDATE,
  WAITING_MEMO,
  type Decision,
  type WaitingApproval,
  type WaitingChange,
} from '../contract/people.js';
import type { PeopleFact } from './history-fact.js';
import type { PayloadReader } from './payload-reader.js';

/**
 * The fact of an event, or undefined.
 * @throws {HistoryUnreadableError} when a payload can't be decoded.
 */
export async function readPeopleFact(
  event: temporal.api.history.v1.IHistoryEvent,
  base: { readonly eventId: number; readonly at: number },
  reader: PayloadReader,
): Promise<PeopleFact | undefined> {
  const { eventId } = base;
  const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (update?.name === STEER_UPDATE || signal?.signalName === STEER_SIGNAL) {
    const steer = await reader.first(update?.args ?? signal?.input, eventId, 'what a person says');
    return isSteer(steer) ? { ...base, type: 'steered', steer } : undefined;
  }
  if (update?.name === DECIDE_UPDATE) {
    const decision = (await reader.first(update.args, eventId, "a person's decision")) as Decision;
    return { ...base, type: 'deciding', decision };
  }
  const ended = event.workflowExecutionUpdateCompletedEventAttributes;
  if (ended) {
    const ok = Boolean(ended.outcome?.success);
    return { ...base, type: 'update-ended', accepted: Number(ended.acceptedEventId), ok };
  }
  const memo = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields;
  if (!memo || !Object.hasOwn(memo, WAITING_MEMO)) return undefined;
  const told = await reader.first({ payloads: [memo[WAITING_MEMO]!] }, eventId, 'what waits for people');
  const waiting = { ...base, type: 'waiting', asked: [], over: 'others' } as const;
  if (Array.isArray(told)) return { ...waiting, asked: told as readonly WaitingApproval[] };
  return told ? { ...waiting, ...(told as WaitingChange) } : waiting;
}
