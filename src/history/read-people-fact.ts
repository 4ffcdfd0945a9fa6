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
import type { PeopleFact, UpdateFact } from './history-fact.js';
import type { PayloadReader } from './payload-reader.js';

type Base = Pick<PeopleFact, 'eventId' | 'at'>;

/**
 * The fact of an event, or undefined.
 * @throws {HistoryUnreadableError} when a payload can't be decoded.
 */
export async function readPeopleFact(
  event: temporal.api.history.v1.IHistoryEvent,
  base: Base,
  reader: PayloadReader,
): Promise<PeopleFact | undefined> {
  const { eventId } = base;
  const admitted = event.workflowExecutionUpdateAdmittedEventAttributes?.request;
  if (admitted) {
    const fact = await readUpdate(admitted, base, reader);
    return fact && { ...base, type: 'admitted', updateId: admitted.meta?.updateId ?? '', fact };
  }
  const accepted = event.workflowExecutionUpdateAcceptedEventAttributes;
  if (accepted?.acceptedRequest) return readUpdate(accepted.acceptedRequest, base, reader);
  if (accepted) return { ...base, type: 'accepted', updateId: accepted.protocolInstanceId ?? '' };
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal) return signal.signalName === STEER_SIGNAL ? readSteer(signal.input, base, reader) : undefined;
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

/** What a person says or decides by an update; undefined for any other. */
async function readUpdate(
  { input }: temporal.api.update.v1.IRequest,
  base: Base,
  reader: PayloadReader,
): Promise<UpdateFact | undefined> {
  if (input?.name === STEER_UPDATE) return readSteer(input.args, base, reader);
  if (input?.name !== DECIDE_UPDATE) return undefined;
  const decision = (await reader.first(input.args, base.eventId, "a person's decision")) as Decision;
  return { ...base, type: 'deciding', decision };
}

async function readSteer(
  said: temporal.api.common.v1.IPayloads | null | undefined,
  base: Base,
  reader: PayloadReader,
): Promise<UpdateFact | undefined> {
  const steer = await reader.first(said, base.eventId, 'what a person says');
  return isSteer(steer) ? { ...base, type: 'steered', steer } : undefined;
}
