/** A model's answer as the fields of an assistant's message. Pure. Rule: what a service added never replaces what is ours. */
import { callKindOf } from '../../protocol/call-kind.js';
import type { Entry } from '../../protocol/entry.js';
import { textOf } from '../../protocol/item.js';
import { fieldsOf, isJson, listOf, type Json } from '../../protocol/json.js';
import { plainItem } from '../plain-item.js';
import { sendableName } from '../repair-calls.js';
import { chatId } from './chat-id.js';

/** What an answer says, with what its service added; and its calls. `own`: the answer goes back to that service. */
export function answerParts(
  answer: readonly Entry[],
  own: (entry: Entry) => boolean,
): { content: Json & { content: unknown }; calls: Entry[] } {
  const added = answer.filter(own).flatMap(({ raw }) => Object.entries(fieldsOf(raw?.message)));
  const refused = answer.some((entry) => own(entry) && refusalsOf(entry).length > 0);
  const content = refused ? answer.flatMap(chatParts) : answer.map(({ item }) => textOf(item)).join('');
  // A list of content parts, thinking among them, goes back as it came; all else that is known was taken out of `raw`.
  return {
    content: { content, ...Object.fromEntries(added) },
    calls: answer.filter(({ item }) => callKindOf(item)),
  };
}

/** A refusal goes back as one to the service that refused; for others it is text. */
function chatParts({ item }: Entry): Json[] {
  if (typeof item.content === 'string') return item.content === '' ? [] : [{ type: 'text', text: item.content }];
  return listOf(item.content).flatMap((part): Json[] => {
    const { text, refusal } = fieldsOf(part);
    if (typeof refusal === 'string') return [{ type: 'refusal', refusal }];
    return typeof text === 'string' ? [{ type: 'text', text }] : [];
  });
}

function refusalsOf({ item }: Entry): unknown[] {
  return item.type === 'message' ? listOf(item.content).filter((part) => isJson(part) && part.type === 'refusal') : [];
}

/** A call of an answer: functions and custom tools as such, any other kind as a function of its name. */
export function toolCall(entry: Entry, own: boolean): Json {
  const { type, call_id, name, input, arguments: args } = plainItem(entry.item).item!;
  const added = own ? fieldsOf(entry.raw?.call) : {};
  const id = chatId(String(call_id));
  const sent = sendableName(String(name));
  if (type === 'custom_tool_call') return { ...added, id, type: 'custom', custom: { name: sent, input } };
  return { ...added, id, type: 'function', function: { name: sent, arguments: args } };
}
