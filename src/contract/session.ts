/** What sessions, their workers and their clients agree on: messages, what becomes of them, and what a session carries on. */
import type { Item } from '../protocol/item.js';
import type { CompactedRecord } from '../protocol/compacted-record.js';
import type { Outgrown } from '../protocol/compaction.js';
import type { Limits } from '../protocol/limit.js';
import type { Before } from './adopt.js';
import type { ArchiveInput } from './archive.js';
import type { TurnResult } from './turn.js';

/** Update that gives a session a message; answered as soon as the message is accepted. */
export const SEND_UPDATE = 'everycall_send';
/** Update that ends a session: it takes no more messages, and closes once those that it has are worked. */
export const END_UPDATE = 'everycall_end';
/** Signal that asks a session to continue as new at its next chance, e.g. so that new code takes over. */
export const RENEW_SIGNAL = 'everycall_renew';
/** Signal that cancels a turn which may not have begun yet. */
export const CANCEL_TURN_SIGNAL = 'everycall_cancel_turn';

/** Which turn to cancel. */
export interface CancelTurn {
  /** Its number. */
  readonly turn: number;
}

/**
 * What happens to a message that comes while a turn runs or others wait.
 * - `queue`: its turn begins when those before it have ended.
 * - `interrupt`: the turn that runs is cancelled; else as `queue`.
 * - `steer`: the turn that runs takes it in before its next model call; where that turn can't any more, as `queue`.
 * - `reject`: it is refused.
 */
export type OnBusy = 'queue' | 'steer' | 'interrupt' | 'reject';

/** One message to a session: what its turn is started with. */
export interface SessionMessage {
  /** Names the message: one that is sent twice is one. */
  readonly id: string;
  readonly agent: string;
  readonly input: readonly Item[];
  readonly onBusy: OnBusy;
  readonly context?: unknown;
  readonly limits?: Partial<Limits>;
  readonly stream?: true;
}

/** What a session says of a message that it took. */
export interface MessageAccepted {
  /** Number of its turn, from 1. */
  readonly turn: number;
}

/** A message that waits for its turn to begin. */
export type QueuedMessage = SessionMessage &
  MessageAccepted & {
    /** Its turn was cancelled meanwhile: it ends as it begins. */
    readonly cancelled?: true;
  };

/** A turn of a session, as far as the session knows. */
export interface SessionTurnRecord {
  readonly turn: number;
  /** Id of its message. */
  readonly message: string;
  /** The turn was another message's, and took this one in while it ran. */
  readonly steered?: true;
  /** How it ended; absent while it waits or runs. `not_started`: another workflow had its id, or the session was closed. */
  readonly end?: TurnResult['outcome'] | 'not_started';
}

/** Id of a turn of a session. */
export function turnIdOf(sessionId: string, turn: number): string {
  return `${sessionId}/${turn}`;
}

/** The session that a turn of this id would be of, and its number there; undefined for any other id. */
export function parseTurnId(turnId: string): { readonly sessionId: string; readonly turn: number } | undefined {
  const [, sessionId, turn] = /^([\s\S]+)\/([1-9]\d{0,8})$/.exec(turnId) ?? [];
  return sessionId === undefined ? undefined : { sessionId, turn: Number(turn) };
}

/** Argument of the `agentSession` workflow. */
export interface SessionInput {
  readonly agent: string;
  /** What the run before leaves to this one. */
  readonly carried?: CarriedSession;
}

/** What a session takes along into its next run. */
export interface CarriedSession {
  /** Number of the last turn that was given to a message. */
  readonly lastTurn: number;
  /** The latest turns, oldest first: message ids stay known. */
  readonly turns: readonly SessionTurnRecord[];
  /** Messages that wait for their turn. */
  readonly queue: readonly QueuedMessage[];
  /** The conversation. */
  readonly before: Before;
  /** What of it the next turn is sent, where a turn was compacted. */
  readonly compacted?: CompactedRecord;
  /** The last turn came to the bound of the agent's compaction: the next one begins with it. */
  readonly outgrown?: Outgrown;
  /** Turns that were being handed to `onTurnFinished`. */
  readonly archiving?: readonly ArchiveInput[];
  readonly ending?: true;
}

/** Types of the failures by which a session refuses a message. */
export const SESSION_REFUSAL = {
  busy: 'everycall.session_busy',
  full: 'everycall.session_full',
  ending: 'everycall.session_ending',
  agent: 'everycall.session_agent',
} as const;
