/**
 * Rows C1 to C3: each call of an assistant message is answered by exactly one tool message, directly after it and before
 * any other role. The messages are walked once, in order, so the first fault in the conversation is the one reported. Pure.
 */
import { fieldsOf, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { duplicateWords, holeWords, misplacedWords, STRAY_WORDS } from './pairing-words.js';

/** The calls of the assistant message that was passed last, and where each was answered. */
interface Open {
  readonly ids: readonly string[];
  readonly answeredAt: Map<string, number>;
}

/** C1: a call without an answer; `param` names what stands in its place. */
function hole(open: Open, param: string): Refusal | undefined {
  const unanswered = open.ids.filter((id) => !open.answeredAt.has(id));
  return unanswered.length === 0 ? undefined : invalid('C1', holeWords(unanswered), param);
}

/** C2: an answer with no calls before it. */
function stray(index: number): Refusal {
  return invalid('C2', STRAY_WORDS, `messages.[${index}].role`);
}

/** C2: an answer to another call than those before it; param from memory. */
function misplaced(id: string, index: number): Refusal {
  return invalid('C2', misplacedWords(id), `messages.[${index}].tool_call_id`);
}

/** C3: a second answer. */
function duplicate(id: string, first: number, second: number): Refusal {
  return invalid('C3', duplicateWords(id, first, second), `messages.[${second}].tool_call_id`);
}

/** Passes one message; returns what is wrong with it, or notes the answer. */
function answer(open: Open | undefined, id: string, index: number): Refusal | undefined {
  if (!open) return stray(index);
  if (!open.ids.includes(id)) return misplaced(id, index);
  const first = open.answeredAt.get(id);
  if (first !== undefined) return duplicate(id, first, index);
  open.answeredAt.set(id, index);
  return undefined;
}

/** The first hole, stray, misplaced or duplicate answer. */
export function pairing(body: Json): Refusal | undefined {
  const messages = listOf(body.messages).map(fieldsOf);
  let open: Open | undefined;
  for (const [index, message] of messages.entries()) {
    if (message.role === 'tool') {
      const refusal = answer(open, String(message.tool_call_id), index);
      if (refusal) return refusal;
      continue;
    }
    const refusal = open && hole(open, `messages.[${index}].role`);
    if (refusal) return refusal;
    const ids = message.role === 'assistant' ? listOf(message.tool_calls).map((call) => String(fieldsOf(call).id)) : [];
    open = ids.length > 0 ? { ids, answeredAt: new Map() } : undefined;
  }
  return open && hole(open, 'messages');
}
