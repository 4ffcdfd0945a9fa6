/**
 * Finds the conversation in what people have: a bare array, a request, or a log's record of one. Pure. Rule: the mended
 * list is written back to where it was found, so that the rest of the input, its order and unknown fields stay as they are.
 */
import { isJson, kindOf, listOf, type Json } from '../testing/json.js';
import type { Api } from './service.js';
import { isItemType } from './shapes.js';
import { unwritable } from './unwritable.js';

/** A conversation and where it stands. */
export interface Dump {
  readonly api: Api;
  /** Names of the fields that lead to the list; empty for a bare array. */
  readonly path: readonly string[];
  readonly list: readonly unknown[];
  /** The object that holds the list. */
  readonly request?: Json;
}

const FORMS =
  'an array of Chat Completions messages or of Responses items, or an object with such an array in messages, input or ' +
  'items (it may stand inside request, body, params, payload or json)';

/** The input holds no conversation of a form that is known, or one that can't be written back as it is. */
export class UnknownDumpError extends Error {
  override readonly name = 'UnknownDumpError';

  constructor(
    readonly reason: string,
    expected = FORMS,
  ) {
    super(`${reason}; expected ${expected}`);
  }
}

const LISTS = ['messages', 'input', 'items'];
const WRAPPERS = ['request', 'body', 'params', 'payload', 'json'];
const MOST_WRAPPERS = 4;
/** Parts of another API's messages, which hold calls and results where Chat Completions has none. */
const FOREIGN_PARTS = new Set<unknown>(['tool_use', 'tool_result']);

/**
 * The conversation in a parsed JSON value. `judged` says which API's it is where it was read before and then mended, which
 * may have left nothing that tells, or nothing at all.
 * @throws {UnknownDumpError}
 */
export function readDump(input: unknown, judged?: Api): Dump {
  const fault = unwritable(input);
  if (fault) throw new UnknownDumpError(fault.reason, fault.expected);
  const dump = Array.isArray(input) ? dumpOf([], input) : search(input, []);
  if (dump && judged !== undefined) return { ...dump, api: judged };
  if (!dump) {
    const fields = isJson(input) ? ` with the fields ${Object.keys(input).slice(0, 8).join(', ') || '(none)'}` : '';
    throw new UnknownDumpError(`${kindOf(input)}${fields} holds no conversation`);
  }
  if (dump.list.length === 0 && typeof fieldAt(input, dump.path) !== 'string') {
    throw new UnknownDumpError('the list of messages is empty');
  }
  if (dump.list.length > 0 && !dump.list.some((element) => isElement(element))) {
    throw new UnknownDumpError('nothing in the list has a role or a type');
  }
  const foreign = dump.list.some(
    (element) =>
      isJson(element) && listOf(element.content).some((part) => isJson(part) && FOREIGN_PARTS.has(part.type)),
  );
  if (foreign) throw new UnknownDumpError('the messages hold tool_use or tool_result parts, which is the Messages API');
  return dump;
}

/** Whether a value looks like one message or item. */
export function isElement(value: unknown): value is Json {
  if (!isJson(value)) return false;
  return (typeof value.role === 'string' || typeof value.type === 'string') && !LISTS.some((name) => name in value);
}

/** The input with another list, and with other tools if given; everything else as it was. */
export function withList(input: unknown, dump: Dump, list: readonly unknown[], tools?: readonly unknown[]): unknown {
  // A text as input stays a text.
  const written = typeof fieldAt(input, dump.path) === 'string' ? fieldAt(input, dump.path) : list;
  const write = (value: unknown, path: readonly string[]): unknown => {
    const [name, ...rest] = path;
    if (name === undefined || !isJson(value)) return written;
    const whole = { ...value, [name]: write(value[name], rest) };
    return rest.length === 0 && tools ? { ...whole, tools } : whole;
  };
  return write(input, dump.path);
}

function search(value: unknown, path: readonly string[]): Dump | undefined {
  if (!isJson(value) || path.length > MOST_WRAPPERS) return undefined;
  const name = LISTS.find((each) => Array.isArray(value[each]));
  if (name !== undefined) return dumpOf([...path, name], listOf(value[name]), value);
  // A text as input is a conversation without calls.
  if (typeof value.input === 'string') return { api: 'responses', path: [...path, 'input'], list: [], request: value };
  for (const wrapper of WRAPPERS) {
    const found = search(value[wrapper], [...path, wrapper]);
    if (found) return found;
  }
  return undefined;
}

function dumpOf(path: readonly string[], list: readonly unknown[], request?: Json): Dump {
  return { api: apiOf(list, path.at(-1)), path, list, ...(request && { request }) };
}

/** Which API's form the list has: a request's field says it; else what only one of them has. */
function apiOf(list: readonly unknown[], name: string | undefined): Api {
  if (name === 'messages') return 'chat';
  if (name === 'input') return 'responses';
  const chat = list.filter(isChatOnly).length;
  const responses = list.filter(isItem).length;
  return responses > chat || (responses === chat && name === 'items') ? 'responses' : 'chat';
}

/** A type that no item has, beside a role, is a framework's own mark on a message. */
function isItem(element: unknown): boolean {
  if (!isJson(element) || typeof element.type !== 'string') return false;
  return typeof element.role !== 'string' || isItemType(element.type);
}

function isChatOnly(element: unknown): boolean {
  if (!isJson(element)) return false;
  if (element.role === 'tool' || element.role === 'function') return true;
  return ['tool_calls', 'tool_call_id', 'function_call'].some((field) => field in element);
}

function fieldAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at, name) => (isJson(at) ? at[name] : undefined), value);
}
