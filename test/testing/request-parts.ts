/** Parts of requests, and the form in which tests list what is refused. */
import type { ResponsesRefusalOptions } from '../../src/testing/responses-rules/memory.js';

/** A JSON object. */
export type Json = Record<string, unknown>;

/** A refused request. */
export interface RefusedRequest {
  readonly what: string;
  readonly rule: string;
  readonly body: unknown;
  readonly options?: ResponsesRefusalOptions;
  readonly error: { message: string; type: string; param: string | null; code: string | null };
  readonly status?: number;
}

export const user = (content: unknown = 'hi'): Json => ({ role: 'user', content });
export const asks = (...ids: string[]): Json => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })),
});
export const tool = (id: string, content: unknown = 'done'): Json => ({ role: 'tool', tool_call_id: id, content });
export const fn = (definition: Json = {}): Json => ({ type: 'function', function: { name: 'f', ...definition } });
export const request = (messages: unknown, more: Json = {}): Json => ({ model: 'm', messages, ...more });

/** A request of the Responses API. */
export const asked = (input: unknown, more: Json = {}): Json => ({ model: 'm', input, ...more });
export const fnCall = (id: string, more: Json = {}): Json => ({
  type: 'function_call',
  call_id: id,
  name: 'f',
  arguments: '{}',
  ...more,
});
export const fnOutput = (id: string, output: unknown = 'done'): Json => ({
  type: 'function_call_output',
  call_id: id,
  output,
});
export const thought = (id: string, more: Json = {}): Json => ({ type: 'reasoning', id, summary: [], ...more });
export const flatFn = (definition: Json = {}): Json => ({ type: 'function', name: 'f', ...definition });

/** Makes a refused request; its error is an `invalid_request_error`. */
export const refused = (
  what: string,
  rule: string,
  body: unknown,
  message: string,
  param: string | null,
  code: string | null = null,
  more: Partial<RefusedRequest> = {},
): RefusedRequest => ({ what, rule, body, error: { message, type: 'invalid_request_error', param, code }, ...more });
