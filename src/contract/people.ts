/**
 * What people say to a running turn: the updates of its workflow, their payloads, and why one is refused. Rule: whoever is
 * refused changed nothing. Types, names and pure functions only.
 */
import { digest } from '../protocol/head.js';
import type { Item } from '../protocol/item.js';
import { fieldsOf } from '../protocol/json.js';
import type { Said } from '../protocol/said.js';

/** Update by which a person's text goes to the model before its next answer. */
export const STEER_UPDATE = 'everycall_steer';
/**
 * The same as a signal, for workflows (a session): it takes a {@link Steer}. What can't be refused any more, since the turn
 * is about to end, stands at the end of its transcript.
 */
export const STEER_SIGNAL = 'everycall_steered';
/** Update that cancels one open call. */
export const CANCEL_CALL_UPDATE = 'everycall_cancel_call';
/** Update that approves or denies a call. */
export const DECIDE_UPDATE = 'everycall_decide';

/** Keyword search attribute of turns that wait for a person, where it is registered; its one value is `approval`. */
export const WAITING_ATTRIBUTE = 'everycallWaiting';
/** Memo field of turns that wait for a person: a {@link WaitingChange}. A turn that waits for nobody has none. */
export const WAITING_MEMO = 'everycallWaiting';

/** Signal by which a sub-agent's turn tells the turn above that nothing but people is waited for, or no longer. */
export const SUB_TURN_WAITS = 'everycall_sub_turn_waits';

/** Which call's turn it is, and whether it waits. */
export interface SubTurnWaits extends CallPlace {
  readonly waits: boolean;
  /** Tells which of two signals is the later one. Absent from turns of an older version. */
  readonly told?: SignalOrder;
}

/** When a signal was sent, and its number among those of its run: what is sent in one moment may come in any order. */
export interface SignalOrder {
  readonly at: number;
  readonly nth: number;
}

/** Names one call of a turn: by its id, the open one that is latest; or by its place. */
export type CallName = string | CallPlace;

/** The place of a call in a turn. */
export interface CallPlace {
  readonly step: number;
  /** Place among the calls of its step, from 0. */
  readonly position: number;
}

/** Whether a value from outside names a call. */
export function isCallName(name: unknown): name is CallName {
  if (typeof name === 'string') return name !== '';
  const { step, position } = fieldsOf(name);
  return Number.isInteger(step) && Number.isInteger(position);
}

/** What a person says to the model. */
export interface Steer {
  /** Random; 20 hexadecimal digits. Said twice with the same id is said once. */
  readonly id: string;
  /** Messages of the user, in order. */
  readonly items: readonly Item[];
  /** Open calls to cancel; the others end first. */
  readonly cancelCalls?: readonly CallName[];
}

/** Most items of one steer. */
export const MOST_STEER_ITEMS = 100;
const ENTRY_ID = /^[0-9a-f]{20}$/;

/** Whether a value from outside is a steer; a signal that is none says nothing. */
export function isSteer(value: unknown): value is Steer {
  const { id, items, cancelCalls = [] } = fieldsOf(value);
  const count = Array.isArray(items) ? items.length : 0;
  if (typeof id !== 'string' || !ENTRY_ID.test(id) || count === 0 || count > MOST_STEER_ITEMS) return false;
  const isSaid = (item: unknown) => fieldsOf(item).type === 'message' && fieldsOf(item).role === 'user';
  return (items as unknown[]).every(isSaid) && Array.isArray(cancelCalls) && cancelCalls.every(isCallName);
}

/** What a steer says, as the turn inserts it: the first item has the steer's own id. */
export function saidBy({ id, items }: Steer): Said[] {
  return items.map((item, i) => ({ id: i === 0 ? id : digest(`${id}.${i}`), item, by: 'person' }));
}

/** Which open call to cancel. */
export interface CancelCall {
  readonly call: CallName;
}

/** A person's answer to an approval. */
export type Decision = {
  readonly approvalId: string;
  /** Who decided, as the caller says. */
  readonly by?: string;
} & (
  | {
      readonly verdict: 'approve';
      /** Run the call with these arguments instead; checked against the tool's schema first. */
      readonly args?: unknown;
    }
  | { readonly verdict: 'deny'; readonly reason: string }
);

/** A call that waits for a person, as the turn's memo tells it. */
export interface WaitingApproval extends CallPlace {
  readonly approvalId: string;
  /** When the deadline decides, in milliseconds since the epoch. */
  readonly until: number;
  /** What it decides. */
  readonly otherwise: 'deny' | 'approve';
  /** Why a person is asked although the tool's own function could not say so. */
  readonly why?: string;
}

/**
 * What has changed since a turn last told what it waits for, so that history doesn't grow with the square of what waits at
 * once. In histories of before, the whole list stands in its place.
 */
export interface WaitingChange {
  readonly asked: readonly WaitingApproval[];
  /** Ids of approvals that are waited for no longer. */
  readonly over: readonly string[];
}

/** Input of the `checkArguments` activity. */
export interface CheckArguments {
  readonly agent: string;
  /** Digest of the agent that the turn runs by. */
  readonly digest: string;
  readonly tool: string;
  readonly args: unknown;
}

/** Its answer: the arguments as the call runs with them, or what is wrong with them. */
export type CheckedArguments = { readonly args: unknown } | { readonly problem: string };

/** Why a turn refuses what a person says. */
export type RefusalCode =
  /** No such approval: the turn never asked for it. */
  | 'approval_unknown'
  /** It was decided before, by a person or by its deadline. */
  | 'approval_decided'
  /** The call at that place has other arguments now. */
  | 'approval_changed'
  /** The edited arguments don't fit the tool's schema, or could not be checked. */
  | 'approval_arguments'
  /** The call has ended, or there is none. */
  | 'call_not_open'
  /** The model is asked for its last answer at a limit: nothing more can be said in this turn. */
  | 'last_answer'
  /** Too much was said since the model was asked last. */
  | 'too_much_said'
  /** The payload is none of everycall's. */
  | 'malformed'
  /** The turn has ended. */
  | 'turn_ended';

/** Failure type of a refusal; its one detail is the {@link RefusalCode}. */
export const REFUSED = 'everycall.refused';

/** An approval id, taken apart. */
export interface ApprovalName extends CallPlace {
  readonly turnId: string;
  /** Digest of the call's id, tool and arguments; 12 hexadecimal digits. */
  readonly argsDigest: string;
}

/** The id of an approval: `<turn>:<step>.<position>:<digest>`. */
export function approvalId({ turnId, step, position, argsDigest }: ApprovalName): string {
  return `${turnId}:${step}.${position}:${argsDigest}`;
}

/** What an approval id names; undefined for a text that is none. */
export function parseApprovalId(id: string): ApprovalName | undefined {
  const [, turnId, step, position, argsDigest] = /^([\s\S]+):(\d+)\.(\d+):([0-9a-f]{12})$/.exec(id) ?? [];
  if (turnId === undefined || argsDigest === undefined) return undefined;
  return { turnId, step: Number(step), position: Number(position), argsDigest };
}
