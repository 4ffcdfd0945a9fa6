/** Why a session takes no message. Each says what to do; nothing of the message was kept. */
import { SESSION_REFUSAL } from '../contract/session.js';

/**
 * - `busy`: a turn runs or waits, and the message was sent with `onBusy: 'reject'`.
 * - `full`: too much waits, or the conversation is as long as it may be.
 * - `ending`: the session was ended.
 * - `agent`: the session is of another agent.
 */
export type SessionRefusalCode = keyof typeof SESSION_REFUSAL;

const CODES = new Map<string, SessionRefusalCode>(
  Object.entries(SESSION_REFUSAL).map(([code, type]) => [type, code as SessionRefusalCode]),
);

/** The code of a refusal by its failure type; undefined for any other failure. */
export function refusalCode(type: string | undefined): SessionRefusalCode | undefined {
  return type === undefined ? undefined : CODES.get(type);
}

/** The session refused the message. */
export class SessionRefusedError extends Error {
  override readonly name = 'SessionRefusedError';

  constructor(
    readonly sessionId: string,
    readonly code: SessionRefusalCode,
    reason: string,
  ) {
    super(`session "${sessionId}" refused the message: ${reason}`);
  }
}

/** The session is over: it was ended, or somebody terminated it. Its id is taken for as long as it is retained. */
export class SessionClosedError extends Error {
  override readonly name = 'SessionClosedError';

  constructor(
    readonly sessionId: string,
    options?: ErrorOptions,
  ) {
    super(`session "${sessionId}" is over: begin another one under an id of its own`, options);
  }
}

/** No worker took the message, or the end, in time. Sent again with the same `messageId`, it is one message. */
export class SessionUnansweredError extends Error {
  override readonly name = 'SessionUnansweredError';

  constructor(
    readonly sessionId: string,
    /** Undefined when the session was to end. */
    readonly messageId: string | undefined,
    readonly taskQueue: string,
    readonly waitedMs: number,
    options?: ErrorOptions,
  ) {
    super(
      `no worker of task queue "${taskQueue}" took ${
        messageId === undefined
          ? `the end of session "${sessionId}" within ${waitedMs / 1000} s: it may still end; end it again`
          : `message "${messageId}" of session "${sessionId}" within ${waitedMs / 1000} s: it may still be taken; send it again with this messageId`
      }`,
      options,
    );
  }
}
