/** JSON as it came over the wire, of which nothing is known until it is checked. Pure. */

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object (not null, not an array). */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of an array; empty for any other value. Rules that look inside rely on an earlier rule for the type. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The fields of an object; empty for any other value. */
export function fieldsOf(value: unknown): Json {
  return isJson(value) ? value : {};
}

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
