/** Call ids as Chat Completions takes them. Pure. Rule: an id that fits stays verbatim; one that doesn't always becomes the same. */
import { createHash } from 'node:crypto';
import { ID_LENGTH } from '../repair-calls.js';

/** The id itself, or one made from it when it is longer than the API takes (ids of the Responses API may have 64 characters). */
export function chatId(id: string): string {
  if (id.length <= ID_LENGTH.chat) return id;
  return `call_${createHash('sha256').update(id).digest('hex').slice(0, 24)}`;
}
