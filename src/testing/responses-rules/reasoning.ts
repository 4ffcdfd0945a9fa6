/**
 * Rows R3 and R4: reasoning and the item that it led to stay together. The service knows both by their ids, so an item
 * without an id can't be the one that a reasoning item with an id asks for. Pure.
 */
import type { Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from '../rules/rule.js';
import { NO_MEMORY, type ResponsesRefusalOptions } from './memory.js';
import { wholeInput } from './whole-input.js';

/** Whether an item is the model's own, and names itself. */
function isSaid({ type, id, role }: Json): boolean {
  if (typeof id !== 'string') return false;
  return type === 'message' ? role === 'assistant' : !String(type).endsWith('_output');
}

/** R3, recorded: an assistant's message without the id that it was given does not count. */
export function reasoningFollowed(body: Json, options: ResponsesRefusalOptions): Refusal | undefined {
  const { memory = NO_MEMORY } = options;
  const { own } = wholeInput(body, options);
  return firstRefusal(own, ({ type, id }, index) => {
    if (type !== 'reasoning' || typeof id !== 'string') return undefined;
    const next = own[index + 1] ?? {};
    const following = memory.item(id)?.following;
    if (isSaid(next) && (following === undefined || next.id === following)) return undefined;
    const message = `Item '${id}' of type 'reasoning' was provided without its required following item.`;
    return invalid('R3', message, 'input');
  });
}

/** R4. Source: continuedev/continue#10018 and #10880. */
export function reasoningKept(body: Json, options: ResponsesRefusalOptions): Refusal | undefined {
  const { memory = NO_MEMORY } = options;
  const { before, own } = wholeInput(body, options);
  const seen = new Set(before.map(({ id }) => id));
  return firstRefusal(own, ({ type, id }) => {
    seen.add(id);
    const reasoning = typeof id === 'string' ? memory.item(id)?.reasoning : undefined;
    if (reasoning === undefined || seen.has(reasoning)) return undefined;
    const message = `Item '${String(id)}' of type '${String(type)}' was provided without its required 'reasoning' item: '${reasoning}'.`;
    return invalid('R4', message, 'input');
  });
}
