/**
 * Sends a message to a session, which is started with it where it is not there. Rules: it is tried again while the server or
 * the workers are away or busy, and counts once all the same, by its id; the waiting is bounded.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { AGENT_MEMO, AGENT_SESSION } from '../contract/names.js';
import { SEND_UPDATE, type MessageAccepted, type SessionInput, type SessionMessage } from '../contract/session.js';
import { grpcCode, isPassing } from '../history/grpc-fault.js';
import { describeSession, type SessionSource } from '../history/read-session.js';
import { requestUntilAborted, untilAborted } from '../history/until-aborted.js';
import { refusalCode, SessionClosedError, SessionRefusedError, SessionUnansweredError } from './session-error.js';

/** Where a message goes. */
export interface MessageTarget {
  readonly temporal: Client;
  readonly source: SessionSource;
  readonly taskQueue: string;
}

type Session = (input: SessionInput) => Promise<void>;

/** A worker that is there answers in milliseconds; one that is being deployed, within this. */
const MOST_WAIT_MS = 60_000;
/** The server lets ten updates of a workflow wait at once: a crowd takes turns. */
const BUSY_WAIT_MS = { first: 20, most: 1_000 };
/** Requests that were given up. */
const CANCELLED = 1;

/**
 * Sends it. @returns the turn that it got.
 * @throws {SessionRefusedError} {@link SessionClosedError} {@link SessionUnansweredError} {@link SessionNotFoundError}
 */
export async function sendMessage(
  target: MessageTarget,
  message: SessionMessage,
  signal?: AbortSignal,
): Promise<MessageAccepted> {
  const { source, taskQueue } = target;
  const tooLong = AbortSignal.timeout(MOST_WAIT_MS);
  const signals = [source.closed, signal, tooLong];
  const unanswered = (cause: unknown) =>
    new SessionUnansweredError(source.sessionId, message.id, taskQueue, MOST_WAIT_MS, { cause });
  for (let wait = BUSY_WAIT_MS.first; ; wait = Math.min(wait * 2, BUSY_WAIT_MS.most)) {
    try {
      return await request(target, message, signals);
    } catch (error) {
      if (tooLong.aborted) throw unanswered(error);
      const aborted = source.closed?.aborted || signal?.aborted;
      if (aborted || !(isPassing(error) || grpcCode(error) === CANCELLED)) throw await readable(error, target);
    }
    // Whoever was refused together tries again apart.
    await untilAborted(signals, (own) => delay(wait * (0.5 + Math.random()), undefined, { signal: own })).catch(
      (error: unknown) => {
        throw tooLong.aborted ? unanswered(error) : error;
      },
    );
  }
}

function request(
  { temporal, source, taskQueue }: MessageTarget,
  message: SessionMessage,
  signals: readonly (AbortSignal | undefined)[],
): Promise<MessageAccepted> {
  const startWorkflowOperation = new WithStartWorkflowOperation<Session>(AGENT_SESSION, {
    workflowId: source.sessionId,
    taskQueue,
    args: [{ agent: message.agent }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    memo: { [AGENT_MEMO]: message.agent },
    staticSummary: message.agent,
  });
  // Nobody asks for it here; where the start fails, so does the update.
  startWorkflowOperation.workflowHandle().catch(() => undefined);
  return requestUntilAborted(temporal.connection, signals, () =>
    temporal.workflow.executeUpdateWithStart<Session, MessageAccepted, [SessionMessage]>(SEND_UPDATE, {
      startWorkflowOperation,
      args: [message],
    }),
  );
}

/** By name and shape: a second copy of the SDK has classes of its own. */
async function readable(error: unknown, { source }: MessageTarget): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  const { sessionId } = source;
  if (error.name === 'WorkflowExecutionAlreadyStartedError') return new SessionClosedError(sessionId, { cause: error });
  if (error.name !== 'WorkflowUpdateFailedError' || !(error.cause instanceof Error)) return error;
  const { cause } = error;
  const code = refusalCode('type' in cause && typeof cause.type === 'string' ? cause.type : undefined);
  if (code) return new SessionRefusedError(sessionId, code, cause.message);
  // Another workflow has the id: it knows no such update.
  await describeSession(source);
  return error;
}
