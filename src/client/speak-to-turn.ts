/**
 * Carries what a person says to a turn, by an update, and tells its refusals as typed errors. Rules: it never waits without
 * end for a worker, and there may be none; it counts once, however often it has to be sent.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { REFUSED, type RefusalCode } from '../contract/people.js';
import { isNotFound } from '../history/grpc-fault.js';
import { describeTurn, isRunning, type TurnSource } from '../history/read-turn.js';
import { requestUntilAborted } from '../history/until-aborted.js';
import { TurnRefusedError, TurnSilentError } from './person-error.js';
import { SendOrder } from './send-order.js';
import { whilePassing } from './while-passing.js';

/** Longest wait for a worker, in milliseconds. */
const ANSWER_MS = 60_000;
/** A turn that is there and takes nothing: a bound against asking for ever. */
const MOST_TRIES = 5;

/** An update as it is sent, each time with the same id. */
interface Sent {
  readonly args: [unknown];
  readonly updateId: string;
}

/** A turn that can be spoken to. */
export interface SpokenTo {
  readonly temporal: Client;
  readonly source: TurnSource;
}

/**
 * Sends an update and waits until it took effect.
 * @throws {TurnRefusedError} {@link TurnSilentError} {@link TurnNotFoundError} {@link TurnNotBegunError}
 */
export async function speakToTurn(spokenTo: SpokenTo, update: string, payload: unknown): Promise<void> {
  const options: Sent = { args: [payload], updateId: randomUUID() };
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(spokenTo, update, options);
    } catch (error) {
      const { source } = spokenTo;
      const refused = refusalIn(error, source.turnId);
      if (refused || !isGone(error)) throw refused ?? error;
      // It has begun only now, or has just gone on in another run.
      if (isRunning(await describeTurn(source)) && tries < MOST_TRIES) continue;
      throw new TurnRefusedError(source.turnId, 'turn_ended', `turn "${source.turnId}" has ended`, { cause: error });
    }
  }
}

async function send({ temporal, source }: SpokenTo, update: string, options: Sent): Promise<void> {
  const { turnId, connection, closed } = source;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new TurnSilentError(turnId, ANSWER_MS)), ANSWER_MS);
  const signals = [closed, late.signal];
  const handle = temporal.workflow.getHandle(turnId);
  const request = () =>
    requestUntilAborted(connection, signals, () => handle.executeUpdate<void, [unknown]>(update, options));
  try {
    await orderOf(temporal).next(turnId, signals, () => whilePassing(signals, request));
  } finally {
    clearTimeout(timer);
  }
}

/** What each client says goes out in order. */
const orders = new WeakMap<Client, SendOrder>();

function orderOf(temporal: Client): SendOrder {
  const order = orders.get(temporal) ?? new SendOrder();
  orders.set(temporal, order);
  return order;
}

/** The refusal in an error's causes; by name, since a second copy of the SDK has classes of its own. */
function refusalIn(error: unknown, turnId: string): TurnRefusedError | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { type, details } = each as { type?: unknown; details?: unknown };
    if (type !== REFUSED || !Array.isArray(details)) continue;
    return new TurnRefusedError(turnId, details[0] as RefusalCode, each.message, { cause: error });
  }
  return undefined;
}

/** The turn has ended, perhaps while the update was under way, or there is none. */
function isGone(error: unknown): boolean {
  if (isNotFound(error)) return true;
  for (let each = error; each instanceof Error; each = each.cause) {
    const { name, type } = each as { name: string; type?: unknown };
    if (name === 'WorkflowNotFoundError' || type === 'AcceptedUpdateCompletedWorkflow') return true;
  }
  return false;
}
