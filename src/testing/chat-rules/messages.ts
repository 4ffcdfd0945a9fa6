/** The shape of each message: role, content, and what its role demands (rows C4, C6, C7, C13, C14). Pure. */
import { isGiven, isJson, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { contentRefusal } from './content.js';
import { firstRefusal } from '../rules/rule.js';
import {
  emptyArray,
  longArray,
  missing,
  nameRefusal,
  notSupported,
  objectRefusal,
  stringRefusal,
  wrongType,
} from '../rules/wording.js';

const ROLES = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];

/** Calls that one assistant message may hold (row C6). */
const MAX_CALLS = 128;
/** Characters that a call's id may have (row C4). */
const MAX_ID = 40;

function roleRefusal({ role }: Json, index: number): Refusal | undefined {
  const path = `messages[${index}].role`;
  if (role === undefined) return missing('C14', path);
  if (typeof role !== 'string') return wrongType('C14', path, 'a string', role);
  return ROLES.includes(role) ? undefined : notSupported('C14', path, role, ROLES);
}

/** `arguments` is text even when the tool takes an object (row C14). */
function functionRefusal(call: Json, path: string): Refusal | undefined {
  const field = `${path}.function`;
  const refusal = objectRefusal('C14', field, call.function);
  if (refusal || !isJson(call.function)) return refusal;
  const { name, arguments: args } = call.function;
  const badName = nameRefusal(`${field}.name`, name);
  if (badName || typeof args === 'string') return badName;
  const argsPath = `${field}.arguments`;
  return args === undefined ? missing('C14', argsPath) : wrongType('C14', argsPath, 'a string', args);
}

/** A custom tool's call has a name, and its input as text. Source: openai/openai-openapi v2.3.0. */
function customRefusal(call: Json, path: string): Refusal | undefined {
  const field = `${path}.custom`;
  const refusal = objectRefusal('C14', field, call.custom);
  if (refusal || !isJson(call.custom)) return refusal;
  const { name, input } = call.custom;
  const badName = stringRefusal('C14', `${field}.name`, name);
  if (badName || typeof input === 'string') return badName;
  return input === undefined ? missing('C14', `${field}.input`) : wrongType('C14', `${field}.input`, 'a string', input);
}

function callRefusal(call: unknown, path: string): Refusal | undefined {
  if (!isJson(call)) return wrongType('C14', path, 'an object', call);
  const refusal = stringRefusal('C4', `${path}.id`, call.id, MAX_ID);
  if (refusal) return refusal;
  if (call.type === undefined) return missing('C14', `${path}.type`);
  if (call.type === 'custom') return customRefusal(call, path);
  if (call.type === 'function') return functionRefusal(call, path);
  return notSupported('C14', `${path}.type`, call.type, ['function', 'custom']);
}

/** Ids in one message differ: a tool message could not say which call it answers. Words as in row C3; not documented. */
function sameIdTwice(calls: readonly unknown[], index: number): Refusal | undefined {
  const seen = new Set<unknown>();
  return firstRefusal(calls, (call) => {
    const id = isJson(call) ? call.id : undefined;
    const words = `Invalid parameter: Duplicate value for 'tool_call_id' of '${String(id)}', in messages[${index}].`;
    if (seen.has(id)) return invalid('C3', words, `messages.[${index}].tool_calls`);
    seen.add(id);
    return undefined;
  });
}

function callsRefusal({ tool_calls: calls }: Json, index: number): Refusal | undefined {
  if (!isGiven(calls)) return undefined;
  const path = `messages[${index}].tool_calls`;
  if (!Array.isArray(calls)) return wrongType('C14', path, 'an array of objects', calls);
  if (calls.length === 0) return emptyArray('C14', path);
  if (calls.length > MAX_CALLS) return longArray('C6', path, MAX_CALLS, calls.length);
  return firstRefusal(calls, (call, at) => callRefusal(call, `${path}[${at}]`)) ?? sameIdTwice(calls, index);
}

/** What only one role demands. */
function roleOwn(message: Json, index: number): Refusal | undefined {
  if (message.role === 'assistant') return callsRefusal(message, index);
  if (message.role === 'tool') {
    return stringRefusal('C4', `messages[${index}].tool_call_id`, message.tool_call_id, MAX_ID);
  }
  return message.role === 'function' ? nameRefusal(`messages[${index}].name`, message.name) : undefined;
}

/** Every message has the shape of its role. */
export function messageShapes(body: Json): Refusal | undefined {
  return firstRefusal(listOf(body.messages), (message, index) => {
    if (!isJson(message)) return undefined;
    return roleRefusal(message, index) ?? roleOwn(message, index) ?? contentRefusal(message, index);
  });
}
