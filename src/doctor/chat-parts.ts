/** Reads Chat Completions messages as parts. Pure. An assistant message is an answer of its own. */
import { fieldsOf, isJson, listOf, printed, type Json } from '../testing/json.js';
import { idText, type CallPart, type Element, type Part, type ResultPart } from './part.js';

const RESULT_TYPE = 'function_call_output';

/** The parts of a conversation; legacy messages have been rewritten before. */
export function chatParts(elements: readonly Element[]): Part[] {
  return elements.flatMap((element): Part[] => {
    const { value } = element;
    if (value.role === 'tool') return [resultPart(element)];
    const calls = value.role === 'assistant' ? listOf(value.tool_calls).filter(isJson) : [];
    if (calls.length > 0) return calls.map((call, place) => callPart(element, call, place));
    // Only an answer's own items count as an answer; every role ends the answer before.
    return [{ kind: 'other', element, item: { type: 'message', role: 'user' } }];
  });
}

function callPart(element: Element, call: Json, place: number): CallPart {
  const at = `${element.at}.tool_calls[${place}]`;
  const body = fieldsOf(call.type === 'custom' ? call.custom : call.function);
  const callId = idText(call.id);
  return {
    kind: 'call',
    element,
    at,
    idAt: `${at}.id`,
    place,
    callId,
    givenId: call.id,
    tool: idText(body.name),
    args: printed(body.arguments ?? body.input ?? ''),
    item: { type: 'function_call', call_id: callId },
    resultType: RESULT_TYPE,
  };
}

function resultPart(element: Element): ResultPart {
  const { value, at } = element;
  const callId = idText(value.tool_call_id);
  return {
    kind: 'result',
    element,
    at,
    idAt: `${at}.tool_call_id`,
    callId,
    givenId: value.tool_call_id,
    tool: typeof value.name === 'string' ? value.name : undefined,
    text: contentText(value.content),
    item: { type: RESULT_TYPE, call_id: callId },
  };
}

/** A content as text: as it is, the texts of its parts, or JSON. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === null || content === undefined) return '';
  const texts = listOf(content).map((part) => fieldsOf(part).text);
  if (texts.length > 0 && texts.every((text) => typeof text === 'string')) return texts.join('');
  return JSON.stringify(content);
}
