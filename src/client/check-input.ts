/**
 * Checks what a turn is started with, before anything is sent. Rule: a turn never begins with a transcript that a service
 * would refuse, and never with more than Temporal takes: the caller is told now, with the call's name.
 */
import type { TurnInput } from '../contract/turn.js';
import { message, type Item, type Role } from '../protocol/item.js';
import { jsonText, JsonLossError } from '../protocol/json-text.js';
import { orderInput } from '../protocol/input-order.js';
import { byteLength, PAYLOAD_BYTES } from '../protocol/size.js';
import { findViolations } from '../protocol/violations.js';
import { InputRefusedError, InputTooLargeError, TurnOptionError, type InputProblem } from './input-error.js';
import { itemFault } from './item-fault.js';

/** An item of whatever type (OpenAI's own types fit), or a message in its short form: a role and its content. */
export type InputItem = Item | { readonly type?: string | null } | { readonly role: Role; readonly content: unknown };

/** Bytes of JSON that a turn may start with, without external storage. */
export const MOST_INPUT_BYTES = PAYLOAD_BYTES;

/**
 * The items of a caller's input, results in the order of their calls.
 * @throws {InputRefusedError} on a call without a result, a stray or a second result, or something that no service takes as an item.
 * @throws {TurnOptionError} when it is neither a text nor a list.
 */
export function checkInput(input: string | readonly InputItem[]): Item[] {
  if (typeof input === 'string') return [message('user', input)];
  if (!Array.isArray(input)) throw new TurnOptionError('input', input, 'a text or a list of items');
  if (input.length === 0) throw new InputRefusedError([{ kind: 'empty' }]);
  const problems: InputProblem[] = [];
  // Array.from: `map` would pass over the holes of a sparse list.
  const items = Array.from(input as readonly InputItem[], (item, index) => {
    const read = asItem(item);
    const reason = read && itemFault(read);
    if (!read) problems.push({ kind: 'not_an_item', index });
    else if (reason !== undefined) problems.push({ kind: 'refused_item', index, reason });
    return read ?? { type: '' };
  });
  if (problems.length > 0) throw new InputRefusedError(problems);
  const ordered = orderInput(items);
  const violations = findViolations(ordered.map((item) => ({ item })));
  if (violations.length > 0) throw new InputRefusedError(violations);
  return ordered;
}

/**
 * Checks the size of what goes to the server. @param most bytes of JSON
 * @throws {InputTooLargeError}
 * @throws {TurnOptionError} when the context is no JSON.
 */
export function checkSize(input: TurnInput, most = MOST_INPUT_BYTES): void {
  let text: string | undefined;
  try {
    text = jsonText('turn', input);
  } catch (error) {
    if (error instanceof JsonLossError) throw new TurnOptionError(error.path, error, 'JSON');
    throw new TurnOptionError('input and context', error instanceof Error ? error.message : error, 'JSON');
  }
  const bytes = byteLength(text ?? '');
  if (bytes > most) throw new InputTooLargeError(bytes, most);
}

function asItem(value: InputItem): Item | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('type' in value && typeof value.type === 'string' && value.type !== '') return { ...value, type: value.type };
  return 'role' in value && typeof value.role === 'string' ? { ...value, type: 'message' } : undefined;
}
