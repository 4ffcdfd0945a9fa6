/** The shape of each Chat call: an object with a type, and a body under that type. Source: openai/openai-openapi v2.3.0. */
import { fieldsOf, isGiven, isJson, type Json } from '../../testing/json.js';
import { emptyArray, missing, objectRefusal, wrongType } from '../../testing/rules/wording.js';
import type { Report } from '../report.js';
import { eachElement, without } from './rule.js';

/** Completes calls that lack a type or have the flat form; calls that say nothing are left out. */
export const callShape = eachElement(({ value: given, at }, report) => {
  if (given.role !== 'assistant') return given;
  const value = inList(given, at, report);
  const { tool_calls: calls } = value;
  if (!Array.isArray(calls)) return withContent(value, at, report);
  if (calls.length === 0) {
    report.mended({
      code: 'bad_call',
      severity: report.service === 'openai' ? 'error' : 'warning',
      at: `${at}.tool_calls`,
      message: 'tool_calls is an empty list',
      service: emptyArray('', `${at}.tool_calls`).message,
      fix: 'the field is left out',
    });
    return withContent(without(value, 'tool_calls'), at, report);
  }
  const whole = calls.flatMap((call: unknown, place) => {
    const mended = wholeCall(call, `${at}.tool_calls[${place}]`, report);
    return mended ? [mended] : [];
  });
  if (whole.every((call, place) => call === calls[place]) && whole.length === calls.length) return value;
  return whole.length > 0 ? { ...value, tool_calls: whole } : withContent(without(value, 'tool_calls'), at, report);
});

/** One call that stands where the list of calls should: its result would be dropped as that of no call. */
function inList(value: Json, at: string, report: Report): Json {
  const { tool_calls: call } = value;
  if (!isJson(call) || !(isJson(call.function) || isJson(call.custom) || typeof call.name === 'string')) return value;
  const path = `${at}.tool_calls`;
  const service = wrongType('', path, 'an array of objects', call).message;
  const message = 'tool_calls is a call, not a list of calls';
  report.mended({ code: 'bad_call', at: path, message, service, fix: 'put into a list' });
  return { ...value, tool_calls: [call] };
}

function wholeCall(call: unknown, at: string, report: Report): Json | undefined {
  if (isJson(call)) {
    const type = isJson(call.custom) ? 'custom' : 'function';
    if (isJson(call[type])) {
      if (call.type === type) return call;
      const service = isGiven(call.type) ? undefined : missing('', `${at}.type`).message;
      const fix = `given the type "${type}"`;
      const message = isGiven(call.type) ? 'the type of the call is not that of its body' : 'the call has no type';
      report.mended({ code: 'bad_call', at, message, ...(service && { service }), fix });
      return { ...call, type };
    }
    if (typeof call.name === 'string') {
      const { name, arguments: args, ...rest } = call;
      const service = objectRefusal('', `${at}.function`, call.function)?.message;
      const fix = 'name and arguments are put under function';
      const message = 'the call has the flat form of the Responses API';
      report.mended({ code: 'bad_call', at, message, ...(service && { service }), fix });
      return { ...rest, type: 'function', function: { name, arguments: args } };
    }
  }
  const service = objectRefusal('', `${at}.function`, fieldsOf(call).function)?.message;
  const lost = { code: 'bad_call', at, message: 'the call names no function', fix: 'left out' } as const;
  report.mended({ ...lost, ...(service && { service }), text: JSON.stringify(call) }, 'dropped');
  return undefined;
}

/** An answer without calls must say something, if only ''. */
function withContent(value: Json, at: string, report: Report): Json {
  const says = [value.content, value.refusal, value.audio, value.function_call, value.tool_calls].some(isGiven);
  if (says) return value;
  report.mended({
    code: 'bad_content',
    at,
    message: 'the message says nothing: it has neither content nor calls',
    service: "Invalid value for 'content': expected a string, got null.",
    fix: "given the content ''",
  });
  return { ...value, content: '' };
}
