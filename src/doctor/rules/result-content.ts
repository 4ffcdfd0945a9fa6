/** A result's content: given, and of a form that the API takes (rows C13, C14, R9). What is no text is written as JSON. */
import { isGiven, isJson, type Json } from '../../testing/json.js';
import { emptyArray, missing, wrongType } from '../../testing/rules/wording.js';
import type { Report } from '../report.js';
import { eachElement } from './rule.js';

/** Characters that a result may have on Responses (row R9). */
const MOST_OUTPUT = 10_485_760;
const RESULTS = new Set<unknown>(['function_call_output', 'custom_tool_call_output']);

/** Contents of Chat results. Parts that are no text are another rule's (`result-images`). */
export const chatContent = eachElement(({ value, at }, report) =>
  value.role === 'tool' ? withText(value, 'content', at, report) : value,
);

/** Outputs of function and custom calls on Responses. */
export const itemOutput = eachElement(({ value, at }, report) => {
  if (!RESULTS.has(value.type)) return value;
  if (typeof value.output === 'string' && value.output.length > MOST_OUTPUT) {
    report.find({
      code: 'bad_content',
      at,
      message: `the output has ${value.output.length} characters`,
      service: `Invalid '${at}.output': string too long. Expected a string with maximum length ${MOST_OUTPUT}, but got a string with length ${value.output.length} instead.`,
      fix: 'left as it is: shorten it where that does no harm',
    });
  }
  return withText(value, 'output', at, report);
});

function withText(value: Json, field: 'content' | 'output', at: string, report: Report): Json {
  const content = value[field];
  if (typeof content === 'string' || (Array.isArray(content) && content.length > 0 && content.every(isJson)))
    return value;
  const path = `${at}.${field}`;
  const text = !isGiven(content) || (Array.isArray(content) && content.length === 0) ? '' : JSON.stringify(content);
  const service = contentWords(content, path, field);
  const message =
    text === '' ? `the result has no ${field}` : `the result's ${field} is neither text nor a list of parts`;
  const fix = text === '' ? "given an empty text: the result is there, its text isn't" : 'written as JSON in a text';
  report.mended({ code: 'bad_content', at, message, service, fix });
  return { ...value, [field]: text };
}

function contentWords(content: unknown, path: string, field: 'content' | 'output'): string {
  if (content === undefined) return missing('', path).message;
  // From memory, as the strict server has it.
  if (content === null && field === 'content') return "Invalid value for 'content': expected a string, got null.";
  if (Array.isArray(content) && content.length === 0) return emptyArray('', path).message;
  return wrongType('', path, 'one of a string or array of objects', content).message;
}
