/**
 * Sends a message to a session, which is started with it where it is not there. Rules: it is tried again while the server or
 * the workers are away or busy, and counts once all the same, by its id; the waiting is bounded.
 */
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { AGENT_MEMO, AGENT_SESSION } from '../contract/names.js';
import { SEND_UPDATE, type MessageAccepted, type SessionInput, type SessionMessage } from '../contract/session.js';
import { describeSession, type SessionSource } from '../history/read-session.js';
import { storageFault } from '../history/stored-payloads.js';
import { requestUntilAborted, type Signals } from '../history/until-aborted.js';
import { jsonBytes } from '../protocol/size.js';
import type { SendOrder } from './send-order.js';
import { refusalCode, SessionClosedError, SessionRefusedError, SessionUnansweredError } from './session-error.js';
import { whilePassing, type PassingWait } from './while-passing.js';

/** Where a message goes. */
export interface MessageTarget {
  readonly temporal: Client;
  readonly source: SessionSource;
  readonly taskQueue: string;
  readonly order: SendOrder;
}

type Session = (input: SessionInput) => Promise<void>;

/** A worker that is there answers in milliseconds; one that is being deployed, within this. */
export const MOST_WAIT_MS = 60_000;
/** A task that takes messages of over 4 MB in all fails, and with it all of them: large ones of several clients go far apart. */
const LARGE_WAIT_MS: PassingWait = { first: 2_000, most: 16_000 };
const LARGE_BYTES = 400_000;

/**
 * Sends it, once what this client sent to the session before has been answered. @returns the turn that it got.
 * @throws {SessionRefusedError} {@link SessionClosedError} {@link SessionUnansweredError} {@link SessionNotFoundError}
 */
export async function sendMessage(
  target: MessageTarget,
  message: SessionMessage,
  signal?: AbortSignal,
): Promise<MessageAccepted> {
  const { source, taskQueue, order } = target;
  const { sessionId, closed } = source;
  // From here on: behind messages that nobody answers it waits no longer than they do.
  const tooLong = AbortSignal.timeout(MOST_WAIT_MS);
  const signals = [closed, signal, tooLong];
  try {
    return await order.next(sessionId, signals, () => {
      const wait = jsonBytes(message) > LARGE_BYTES ? LARGE_WAIT_MS : undefined;
      return whilePassing(signals, () => request(target, message, signals), wait);
    });
  } catch (error) {
    if (!tooLong.aborted) throw await readable(error, target);
    throw new SessionUnansweredError(sessionId, message.id, taskQueue, MOST_WAIT_MS, { cause: error });
  }
}

function request(
  { temporal, source, taskQueue }: MessageTarget,
  message: SessionMessage,
  signals: Signals,
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
  const stored = storageFault(error);
  if (stored) return stored;
  const { sessionId } = source;
  const { name, cause } = error;
  const isOver = name === 'WorkflowExecutionAlreadyStartedError';
  if (!isOver && name !== 'WorkflowUpdateFailedError') return error;
  if (cause instanceof Error) {
    const code = refusalCode('type' in cause && typeof cause.type === 'string' ? cause.type : undefined);
    if (code) return new SessionRefusedError(sessionId, code, cause.message);
  }
  // Another workflow has had the id, or knows no such update.
  await describeSession(source);
  return isOver ? new SessionClosedError(sessionId, { cause: error }) : error;
}
