/**
 * Says what is wrong with one item of a caller's input. Pure. Rule: what every service would refuse, and what only looks
 * like an item, is told now by its reason; item types that are unknown here are the service's own matter.
 */
import type { Item } from '../protocol/item.js';
import { wellFormed } from '../protocol/well-formed.js';

const ROLES = new Set<unknown>(['user', 'assistant', 'system', 'developer']);
/** Types of what stands inside of a message, in Responses and in Chat Completions. */
const PART_TYPES = new Set([
  'input_text',
  'input_image',
  'input_file',
  'input_audio',
  'output_text',
  'refusal',
  'text',
  'image_url',
]);
/** Names that services take back in a conversation. */
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
/** Longest id that Chat Completions takes back (microsoft/autogen#6377). */
const MOST_CALL_ID = 40;
const CONVERT = 'convert the conversation with fromChatMessages';

/** Why the item is refused, as the rest of a sentence that begins with "item 3"; undefined when it isn't. */
export function itemFault(item: Item): string | undefined {
  if (item.type === 'message') return messageFault(item);
  if (item.type === 'function_call') return callFault(item);
  if (PART_TYPES.has(item.type)) {
    return `is a content part of type "${item.type}": put it into the content of a message`;
  }
  return undefined;
}

function messageFault({ role, content, ...rest }: Item): string | undefined {
  if (role === 'tool' || role === 'function') return `is a Chat Completions message of role "${role}": ${CONVERT}`;
  if (present(rest.tool_calls) || present(rest.function_call)) {
    return `is a Chat Completions message with calls: ${CONVERT}`;
  }
  if (!ROLES.has(role)) return 'is a message whose role is none of user, assistant, system and developer';
  // Array.from: a hole of a sparse list is no part, and `every` would pass over it.
  const fits = typeof content === 'string' || (Array.isArray(content) && Array.from(content).every(isPart));
  return fits ? undefined : 'is a message whose content is neither a text nor a list of objects with a type';
}

function callFault({ name, arguments: args, call_id: callId }: Item): string | undefined {
  if (typeof name !== 'string' || !NAME.test(name)) {
    return 'is a function_call whose name is not 1 to 64 letters, digits, _ or -';
  }
  if (typeof args !== 'string') return 'is a function_call whose arguments are no text: they are JSON as a text';
  if (typeof callId !== 'string' || callId.trim() === '' || wellFormed(callId) !== callId) {
    return 'is a function_call whose call_id is empty or no text';
  }
  if (callId.length <= MOST_CALL_ID) return undefined;
  return `is a function_call whose call_id has ${callId.length} characters: Chat Completions takes ${MOST_CALL_ID}`;
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isPart(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
