/**
 * Checks what a turn is started with, before anything is sent. Rule: a turn never begins with a transcript that a service
 * would refuse, and never with more than Temporal takes: the caller is told now, with the call's name.
 */
import type { TurnInput } from '../contract/turn.js';
import { message, type Item, type Role } from '../protocol/item.js';
import { orderInput } from '../protocol/input-order.js';
import { byteLength } from '../protocol/size.js';
import { findViolations } from '../protocol/violations.js';
import { InputRefusedError, InputTooLargeError, TurnOptionError, type InputProblem } from './input-error.js';

/** An item of whatever type (OpenAI's own types fit), or a message in its short form: a role and its content. */
export type InputItem = Item | { readonly type?: string | null } | { readonly role: Role; readonly content: unknown };

/** Bytes of JSON that a turn may start with: Temporal takes 2 MB for one payload, and codecs add to it. */
export const MOST_INPUT_BYTES = 1_900_000;

const MOST_ID_LENGTH = 255;

/**
 * The items of a caller's input, results in the order of their calls.
 * @throws {InputRefusedError} on a call without a result, a stray or a second result, or something that is no item.
 */
export function checkInput(input: string | readonly InputItem[]): Item[] {
  if (typeof input === 'string') return [message('user', input)];
  if (input.length === 0) throw new InputRefusedError([{ kind: 'empty' }]);
  const problems: InputProblem[] = [];
  const items = input.map((item, index) => {
    const read = asItem(item);
    if (!read) problems.push({ kind: 'not_an_item', index });
    return read ?? { type: '' };
  });
  if (problems.length > 0) throw new InputRefusedError(problems);
  const ordered = orderInput(items);
  const violations = findViolations(ordered.map((item) => ({ item })));
  if (violations.length > 0) throw new InputRefusedError(violations);
  return ordered;
}

/**
 * Checks the size of what goes to the server.
 * @throws {InputTooLargeError}
 * @throws {TurnOptionError} when the context is no JSON.
 */
export function checkSize(input: TurnInput): void {
  let text: string;
  try {
    text = JSON.stringify(input);
  } catch (error) {
    throw new TurnOptionError('input and context', error instanceof Error ? error.message : error, 'JSON');
  }
  const bytes = byteLength(text);
  if (bytes > MOST_INPUT_BYTES) throw new InputTooLargeError(bytes, MOST_INPUT_BYTES);
}

/**
 * Returns a caller's turn id as it is.
 * @throws {TurnOptionError} when it is empty, over 255 characters or holds control characters.
 */
export function checkTurnId(turnId: string): string {
  if (typeof turnId !== 'string' || turnId === '' || turnId.length > MOST_ID_LENGTH || /\p{Cc}/u.test(turnId)) {
    throw new TurnOptionError('turnId', turnId, `1 to ${MOST_ID_LENGTH} characters without control characters`);
  }
  return turnId;
}

function asItem(value: InputItem): Item | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('type' in value && typeof value.type === 'string' && value.type !== '') return { ...value, type: value.type };
  return 'role' in value && typeof value.role === 'string' ? { ...value, type: 'message' } : undefined;
}
