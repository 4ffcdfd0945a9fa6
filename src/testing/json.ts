/** How JSON values stand in the API's messages; what reads them is `protocol/json`. Pure. */
export { fieldsOf, isJson, listOf, type Json } from '../protocol/json.js';

/** Whether a field is given at all: the API takes an explicit null for most optional fields. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The kind of a JSON value as the API's messages name it, e.g. `an object`, `a decimal`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a decimal';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A value as it stands in a message: text as it is, anything else as JSON. */
export function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
