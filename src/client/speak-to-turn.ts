/**
 * Carries what a person says to a turn, by an update, and tells its refusals as typed errors. Rule: it never waits without
 * end; a turn is answered for by a worker, and there may be none.
 */
import type { Client } from '@temporalio/client';
import { REFUSED, type RefusalCode } from '../contract/people.js';
import { isNotFound } from '../history/grpc-fault.js';
import { describeTurn, type TurnSource } from '../history/read-turn.js';
import { requestUntilAborted } from '../history/until-aborted.js';
import { TurnRefusedError, TurnSilentError } from './person-error.js';

/** Longest wait for a worker, in milliseconds. */
const ANSWER_MS = 60_000;

/** A turn that can be spoken to. */
export interface SpokenTo {
  readonly temporal: Client;
  readonly source: TurnSource;
}

/**
 * Sends an update and waits until it took effect.
 * @throws {TurnRefusedError} {@link TurnSilentError} {@link TurnNotFoundError}
 */
export async function speakToTurn({ temporal, source }: SpokenTo, update: string, payload: unknown): Promise<void> {
  const { turnId, connection, closed } = source;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new TurnSilentError(turnId, ANSWER_MS)), ANSWER_MS);
  try {
    const handle = temporal.workflow.getHandle(turnId);
    await requestUntilAborted(connection, [closed, late.signal], () =>
      handle.executeUpdate<void, [unknown]>(update, { args: [payload] }),
    );
  } catch (error) {
    throw await refusalOf(error, source);
  } finally {
    clearTimeout(timer);
  }
}

async function refusalOf(error: unknown, source: TurnSource): Promise<unknown> {
  const { turnId } = source;
  const refused = refusedFailure(error);
  if (refused) return new TurnRefusedError(turnId, refused.code, refused.message, { cause: error });
  if (!isGone(error)) return error;
  try {
    await describeTurn(source);
  } catch (missing) {
    return missing;
  }
  return new TurnRefusedError(turnId, 'turn_ended', `turn "${turnId}" has ended`, { cause: error });
}

/** The refusal in an error's causes; by name, since a second copy of the SDK has classes of its own. */
function refusedFailure(error: unknown): { readonly code: RefusalCode; readonly message: string } | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    const { type, details } = each as { type?: unknown; details?: unknown };
    if (type !== REFUSED || !Array.isArray(details)) continue;
    return { code: details[0] as RefusalCode, message: each.message };
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
