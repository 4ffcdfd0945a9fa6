/**
 * The table of items that a service demands an answer for, and of the answer's form. Rule: this table is the only place
 * that knows which items are calls, which are results, and under which field each carries the id that joins them.
 * Source: openai/openai-openapi v2.3.0, input and output item schemas.
 */
import type { ContentPart } from './content-part.js';
import type { Item } from './item.js';

/** How one kind of call is recognised and answered. */
export interface CallKind {
  /** Item type of the call. */
  readonly call: string;
  /** Item type of its result. */
  readonly result: string;
  /** Field of the call that holds its id. */
  readonly callIdField: string;
  /** Field of the result that names the call. */
  readonly resultIdField: string;
  /** Field that names the call where `resultIdField` is absent. */
  readonly otherIdField?: string;
  /** The tool's name in the call item; kinds without a name field are known by their type. */
  readonly nameOf: (item: Item) => string;
  /** The arguments as the model wrote them. */
  readonly argumentsOf: (item: Item) => string;
  /**
   * Builds the result item. `ok` says whether the call succeeded, for kinds whose result has a status; `content` stands in
   * the output's place, for kinds whose result holds parts.
   */
  readonly answer: (call: Item, output: string, ok: boolean, content?: readonly ContentPart[]) => Item;
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** A call that a program of the model made names the program, and its result names it again (`caller` in the schema). */
export function callerOf({ caller }: Item): { caller?: unknown } {
  return caller === undefined || caller === null ? {} : { caller };
}

/** A 1×1 transparent PNG: a computer call's answer must be a screenshot, and there is none. */
const BLANK_SCREENSHOT =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** The kinds of call, by the item type of the call. A Chat `custom` call is a `custom_tool_call` here. */
export const CALL_KINDS: readonly CallKind[] = [
  {
    call: 'function_call',
    result: 'function_call_output',
    callIdField: 'call_id',
    resultIdField: 'call_id',
    nameOf: (item) => text(item.name),
    argumentsOf: (item) => text(item.arguments),
    answer: (call, output, _ok, content) => ({
      type: 'function_call_output',
      call_id: call.call_id,
      output: content ?? output,
      ...callerOf(call),
    }),
  },
  {
    call: 'custom_tool_call',
    result: 'custom_tool_call_output',
    callIdField: 'call_id',
    resultIdField: 'call_id',
    nameOf: (item) => text(item.name),
    argumentsOf: (item) => text(item.input),
    answer: (call, output) => ({ type: 'custom_tool_call_output', call_id: call.call_id, output, ...callerOf(call) }),
  },
  {
    call: 'computer_call',
    result: 'computer_call_output',
    callIdField: 'call_id',
    resultIdField: 'call_id',
    nameOf: () => 'computer',
    argumentsOf: (item) => text(item.action ?? item.actions),
    answer: (call) => ({
      type: 'computer_call_output',
      call_id: call.call_id,
      output: { type: 'computer_screenshot', image_url: BLANK_SCREENSHOT },
    }),
  },
  {
    call: 'shell_call',
    result: 'shell_call_output',
    callIdField: 'call_id',
    resultIdField: 'call_id',
    nameOf: () => 'shell',
    argumentsOf: (item) => text(item.action),
    answer: (call, output, ok) => ({
      type: 'shell_call_output',
      call_id: call.call_id,
      output: [
        { stdout: ok ? output : '', stderr: ok ? '' : output, outcome: { type: 'exit', exit_code: ok ? 0 : 1 } },
      ],
      ...callerOf(call),
    }),
  },
  {
    call: 'local_shell_call',
    result: 'local_shell_call_output',
    callIdField: 'call_id',
    resultIdField: 'call_id',
    // The only one that the schema has; the service's guide has `call_id`.
    otherIdField: 'id',
    nameOf: () => 'local_shell',
    argumentsOf: (item) => text(item.action),
    answer: (call, output) => ({ type: 'local_shell_call_output', id: call.id, call_id: call.call_id, output }),
  },
  {
    call: 'apply_patch_call',
    result: 'apply_patch_call_output',
    callIdField: 'call_id',
    resultIdField: 'call_id',
    nameOf: () => 'apply_patch',
    argumentsOf: (item) => text(item.operation),
    answer: (call, output, ok) => ({
      type: 'apply_patch_call_output',
      call_id: call.call_id,
      status: ok ? 'completed' : 'failed',
      output,
      ...callerOf(call),
    }),
  },
  {
    call: 'mcp_approval_request',
    result: 'mcp_approval_response',
    callIdField: 'id',
    resultIdField: 'approval_request_id',
    nameOf: (item) => text(item.name),
    argumentsOf: (item) => text(item.arguments),
    answer: (call, output, ok) => ({
      type: 'mcp_approval_response',
      approval_request_id: call.id,
      approve: ok,
      reason: output,
    }),
  },
];

const BY_CALL = new Map(CALL_KINDS.map((kind) => [kind.call, kind]));
const BY_RESULT = new Map(CALL_KINDS.map((kind) => [kind.result, kind]));

/** The kind of a call item, or undefined when the item demands no answer (a message, reasoning, a hosted tool's item). */
export function callKindOf(item: Item): CallKind | undefined {
  return BY_CALL.get(item.type);
}

/** The kind of call that a result item answers, or undefined when the item is no result. */
export function resultKindOf(item: Item): CallKind | undefined {
  return BY_RESULT.get(item.type);
}

/** The id under which a call is answered; '' when the item has none. */
export function callIdOf(call: Item, kind: CallKind): string {
  return text(call[kind.callIdField]);
}

/** The field in which a result item names its call. */
export function answeredIdField(result: Item, { resultIdField, otherIdField }: CallKind): string {
  const given = result[resultIdField] !== undefined && result[resultIdField] !== null;
  return given ? resultIdField : (otherIdField ?? resultIdField);
}

/** The id of the call that a result item answers; '' when the item has none. */
export function answeredIdOf(result: Item, kind: CallKind): string {
  return text(result[answeredIdField(result, kind)]);
}
