/** Checks what a person says before anything is sent. */
import { randomUUID } from 'node:crypto';
import {
  isCallName,
  parseApprovalId,
  type ApprovalName,
  type CallName,
  type Decision,
  type Steer,
} from '../contract/people.js';
import { jsonBytes } from '../protocol/size.js';
import { checkInput, type InputItem } from './check-input.js';
import { checkContext, checkKnown } from './check-options.js';
import { TurnOptionError } from './input-error.js';

/** Options of `steer`. */
export interface SteerOptions {
  /** Open calls to cancel, by id or by place; the others end first. @default none */
  readonly cancelCalls?: readonly CallName[];
}

/** Options of `approve`. */
export interface ApproveOptions {
  /** Run the call with these arguments instead of the model's. @default the model's */
  readonly args?: unknown;
  /** Who approves, for the record: up to 200 characters. @default undefined (not recorded) */
  readonly by?: string;
}

/** Options of `deny`. */
export interface DenyOptions {
  /** Who denies, for the record: up to 200 characters. @default undefined (not recorded) */
  readonly by?: string;
}

const MOST_STEER_BYTES = 500_000;
const MOST_ARGS_BYTES = 500_000;
const MOST_NAME = 200;
const MOST_REASON = 2_000;

/**
 * What a person says to the model.
 * @throws {InputRefusedError} {@link TurnOptionError}
 */
export function readSteer(input: string | readonly InputItem[], options: SteerOptions): Steer {
  checkKnown('options', options, ['cancelCalls']);
  const items = checkInput(input);
  const other = items.find((item) => item.type !== 'message' || item.role !== 'user');
  if (other) throw new TurnOptionError('what is said', other, "a text or messages of the role 'user'");
  checkBytes('what is said', items, MOST_STEER_BYTES);
  const { cancelCalls = [] } = options;
  if (!Array.isArray(cancelCalls)) throw new TurnOptionError('cancelCalls', cancelCalls, 'a list of calls');
  const calls = cancelCalls.map((call: CallName) => checkCall('cancelCalls', call));
  const id = randomUUID().replaceAll('-', '').slice(0, 20);
  return { id, items, ...(calls.length > 0 && { cancelCalls: calls }) };
}

/**
 * The name of a call as it is.
 * @throws {TurnOptionError}
 */
export function checkCall(option: string, call: CallName): CallName {
  if (isCallName(call)) return typeof call === 'string' ? call : { step: call.step, position: call.position };
  throw new TurnOptionError(option, call, 'the id of a call, or { step, position }');
}

/**
 * Takes an approval id apart.
 * @throws {TurnOptionError} when it is none.
 */
export function checkApprovalId(id: unknown): ApprovalName {
  const name = typeof id === 'string' ? parseApprovalId(id) : undefined;
  if (name) return name;
  throw new TurnOptionError('approvalId', id, 'an id as `approvals` lists it: TURN:STEP.POSITION:DIGEST');
}

/** The decision to approve. @throws {TurnOptionError} */
export function readApproval(approvalId: string, options: ApproveOptions): Decision {
  checkKnown('options', options, ['args', 'by']);
  const { args } = options;
  checkContext(args, 'args');
  if (args !== undefined) checkBytes('args', args, MOST_ARGS_BYTES);
  return { approvalId, verdict: 'approve', ...(args !== undefined && { args }), ...readBy(options.by) };
}

/** The decision to deny. @throws {TurnOptionError} */
export function readDenial(approvalId: string, reason: unknown, options: DenyOptions): Decision {
  checkKnown('options', options, ['by']);
  const fits = typeof reason === 'string' && reason.trim() !== '' && reason.length <= MOST_REASON;
  if (!fits)
    throw new TurnOptionError('reason', reason, `a text of 1 to ${MOST_REASON} characters: the model reads it`);
  return { approvalId, verdict: 'deny', reason, ...readBy(options.by) };
}

function readBy(by: unknown): { by?: string } {
  if (by === undefined) return {};
  if (typeof by === 'string' && by !== '' && by.length <= MOST_NAME) return { by };
  throw new TurnOptionError('by', by, `a text of 1 to ${MOST_NAME} characters`);
}

function checkBytes(option: string, value: unknown, most: number): void {
  const bytes = jsonBytes(value);
  if (bytes > most) throw new TurnOptionError(option, `${bytes} bytes`, `at most ${most} bytes as JSON`);
}
