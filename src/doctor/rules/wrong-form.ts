/** Responses items among Chat messages, and Chat messages among Responses items: each API refuses the other's. */
import { fieldsOf, isGiven, isJson, listOf, printed, type Json } from '../../testing/json.js';
import { contentText } from '../chat-parts.js';
import type { Element } from '../part.js';
import type { Report } from '../report.js';
import { isItemType, shapeWords } from '../shapes.js';
import type { Rule } from './rule.js';

const CALLS = new Map([
  ['function_call', 'function'],
  ['custom_tool_call', 'custom'],
]);
const RESULTS = new Set<unknown>(['function_call_output', 'custom_tool_call_output']);

/** Items among Chat messages become messages; reasoning has no place there. */
export const itemsAmongMessages: Rule = (elements, report) =>
  elements.flatMap((element) => {
    const { value } = element;
    // Other types are marks of frameworks: what bears one is a message, and its text or result stays.
    if (typeof value.type !== 'string' || value.type === 'message' || !isItemType(value.type)) return [element];
    const message = messageOf(value);
    const service = shapeWords('chat', value, element.index);
    const fix = message ? 'written as a message' : 'left out: Chat Completions has no such message';
    report.mended(
      {
        code: 'wrong_form',
        at: element.at,
        message: `an item of type ${printed(value.type)}, of the Responses API, stands among Chat messages`,
        ...(service !== undefined && { service }),
        fix,
        ...(!message && { text: JSON.stringify(value) }),
      },
      message ? 'changed' : 'dropped',
    );
    return message ? [{ ...element, value: message }] : [];
  });

function messageOf(item: Json): Json | undefined {
  const type = CALLS.get(String(item.type));
  if (type) {
    const body =
      type === 'function' ? { name: item.name, arguments: item.arguments } : { name: item.name, input: item.input };
    return { role: 'assistant', content: null, tool_calls: [{ id: item.call_id, type, [type]: body }] };
  }
  if (RESULTS.has(item.type)) return { role: 'tool', tool_call_id: item.call_id, content: contentText(item.output) };
  return undefined;
}

/** Chat messages with calls or results among items become items. */
export const messagesAmongItems: Rule = (elements, report) =>
  elements.flatMap((element) => {
    const { value } = element;
    const calls = listOf(value.tool_calls).filter(isJson);
    if (value.role !== 'tool' && calls.length === 0) return [element];
    note(element, report, value.role === 'tool' ? 'role "tool"' : 'tool_calls');
    const items = value.role === 'tool' ? [resultItem(value)] : [...saidItems(value), ...calls.map(callItem)];
    return items.map((item) => ({ ...element, value: item }));
  });

function note({ at, value, index }: Element, report: Report, what: string): void {
  const service = shapeWords('responses', value, index);
  report.mended({
    code: 'wrong_form',
    at,
    message: `a Chat Completions message with ${what} stands among Responses items`,
    ...(service !== undefined && { service }),
    fix: 'written as items',
  });
}

function resultItem({ tool_call_id: id, content }: Json): Json {
  return { type: 'function_call_output', call_id: id, output: contentText(content) };
}

function saidItems({ content }: Json): Json[] {
  return isGiven(content) && content !== '' ? [{ type: 'message', role: 'assistant', content }] : [];
}

function callItem(call: Json): Json {
  const { name, arguments: args, input } = fieldsOf(call.type === 'custom' ? call.custom : call.function);
  return call.type === 'custom'
    ? { type: 'custom_tool_call', call_id: call.id, name, input }
    : { type: 'function_call', call_id: call.id, name, arguments: args };
}
