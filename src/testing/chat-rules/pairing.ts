/**
 * Rows C1 to C3: each call of an assistant message is answered by exactly one tool message, directly after it and before
 * any other role. The messages are walked once, in order, so the first fault in the conversation is the one reported. Pure.
 */
import { fieldsOf, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';

/** The calls of the assistant message that was passed last, and where each was answered. */
interface Open {
  readonly ids: readonly string[];
  readonly answeredAt: Map<string, number>;
}

/** C1: a call without an answer; `param` names what stands in its place. Source: BerriAI/litellm#10083, sdcb/chats#132. */
function hole(open: Open, param: string): Refusal | undefined {
  const unanswered = open.ids.filter((id) => !open.answeredAt.has(id));
  if (unanswered.length === 0) return undefined;
  const words =
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
    `The following tool_call_ids did not have response messages: ${unanswered.join(', ')}`;
  return invalid('C1', words, param);
}

/** C2: an answer with no calls before it. The spelling is the service's own. Source: smarter-sh/smarter#264. */
function stray(index: number): Refusal {
  const words =
    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
  return invalid('C2', words, `messages.[${index}].role`);
}

/** C2: an answer to another call than those before it. Source: dapr/dapr-agents#145; param from memory. */
function misplaced(id: string, index: number): Refusal {
  const words = `Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`;
  return invalid('C2', words, `messages.[${index}].tool_call_id`);
}

/** C3: a second answer. Source: agno-agi/agno#5116. */
function duplicate(id: string, first: number, second: number): Refusal {
  const words = `Invalid parameter: Duplicate value for 'tool_call_id' of '${id}', in messages[${first}] and messages[${second}].`;
  return invalid('C3', words, `messages.[${second}].tool_call_id`);
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
