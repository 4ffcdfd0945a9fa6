/** Applies the rules for what a call says to the calls of either API. */
import { fieldsOf, isJson, listOf } from '../../testing/json.js';
import { idText } from '../part.js';
import { customBody, functionBody } from './call-body.js';
import { eachElement } from './rule.js';

/** Calls in Chat messages; their shape has been checked. */
export const chatBodies = eachElement(({ value, at }, report) => {
  if (value.role !== 'assistant' || !Array.isArray(value.tool_calls)) return value;
  const calls = listOf(value.tool_calls);
  const mended = calls.map((call, place) => {
    if (!isJson(call)) return call;
    const type = call.type === 'custom' ? 'custom' : 'function';
    const body = fieldsOf(call[type]);
    const where = { at: `${at}.tool_calls[${place}].${type}`, callId: idText(call.id), api: 'chat' as const };
    const whole = (type === 'custom' ? customBody : functionBody)(body, where, report);
    return whole === body ? call : { ...call, [type]: whole };
  });
  return mended.every((call, place) => call === calls[place]) ? value : { ...value, tool_calls: mended };
});

/** Function and custom calls among items. */
export const itemBodies = eachElement(({ value, at }, report) => {
  const where = { at, callId: idText(value.call_id), api: 'responses' as const };
  if (value.type === 'function_call') return functionBody(value, where, report);
  return value.type === 'custom_tool_call' ? customBody(value, where, report) : value;
});
