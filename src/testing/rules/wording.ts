/**
 * The API's set phrases: refusals that are worded alike for every field. Pure.
 * Source: openai/openai-node#1341 (empty array), aaif-goose/goose-mobile#20 (type), microsoft/autogen#6377 (length),
 * run-llama/llama_index#16093 (pattern); the rest from memory.
 */
import { isGiven, isJson, kindOf, printed } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';

/** A required field is absent. */
export function missing(rule: string, path: string): Refusal {
  return invalid(rule, `Missing required parameter: '${path}'.`, path, 'missing_required_parameter');
}

/** A field has another type than `expected`, e.g. `a string`. */
export function wrongType(rule: string, path: string, expected: string, value: unknown): Refusal {
  const message = `Invalid type for '${path}': expected ${expected}, but got ${kindOf(value)} instead.`;
  return invalid(rule, message, path, 'invalid_type');
}

/** An array that must hold something is empty. */
export function emptyArray(rule: string, path: string): Refusal {
  const message = `Invalid '${path}': empty array. Expected an array with minimum length 1, but got an empty array instead.`;
  return invalid(rule, message, path, 'empty_array');
}

/** An array holds more than `max` elements. */
export function longArray(rule: string, path: string, max: number, length: number): Refusal {
  const message = `Invalid '${path}': array too long. Expected an array with maximum length ${max}, but got an array with length ${length} instead.`;
  return invalid(rule, message, path, 'array_above_max_length');
}

/** A field does not exist; the words of the Responses API. Source: 1jehuang/jcode#1028, openai/codex#10834. */
export function unknownParameter(rule: string, path: string): Refusal {
  return invalid(rule, `Unknown parameter: '${path}'.`, path, 'unknown_parameter');
}

/** A value is none of the supported ones. */
export function notSupported(rule: string, path: string, value: unknown, supported: readonly string[]): Refusal {
  const quoted = supported.map((each) => `'${each}'`);
  const last = quoted.at(-1) ?? '';
  const list = quoted.length > 2 ? `${quoted.slice(0, -1).join(', ')}, and ${last}` : quoted.join(' and ');
  return invalid(rule, `Invalid value: '${printed(value)}'. Supported values are: ${list}.`, path, 'invalid_value');
}

/** Checks a required string: present, a string, not empty, at most `max` characters (code points). */
export function stringRefusal(rule: string, path: string, value: unknown, max = Infinity): Refusal | undefined {
  if (value === undefined) return missing(rule, path);
  if (typeof value !== 'string') return wrongType(rule, path, 'a string', value);
  if (value === '') {
    const message = `Invalid '${path}': empty string. Expected a string with minimum length 1, but got an empty string instead.`;
    return invalid(rule, message, path, 'empty_string');
  }
  const length = value.length > max ? Array.from(value).length : 0;
  if (length <= max) return undefined;
  const message = `Invalid '${path}': string too long. Expected a string with maximum length ${max}, but got a string with length ${length} instead.`;
  return invalid(rule, message, path, 'string_above_max_length');
}

/** Checks a required object. */
export function objectRefusal(rule: string, path: string, value: unknown): Refusal | undefined {
  if (!isGiven(value)) return missing(rule, path);
  return isJson(value) ? undefined : wrongType(rule, path, 'an object', value);
}

/** The characters that a function's name may have. */
const NAME = /^[a-zA-Z0-9_-]+$/;

/** Checks a function's or a schema's name (row C7): its characters, and at most `max` of them. */
export function nameRefusal(path: string, value: unknown, max = 64): Refusal | undefined {
  const refusal = stringRefusal('C7', path, value, max);
  if (refusal || NAME.test(String(value))) return refusal;
  const message = `Invalid '${path}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
  return invalid('C7', message, path, 'invalid_value');
}
