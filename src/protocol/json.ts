/** JSON as it came over the wire, of which nothing is known until it is checked. Pure. */

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object (not null, not an array). */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of an array; empty for any other value. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The fields of an object; empty for any other value. */
export function fieldsOf(value: unknown): Json {
  return isJson(value) ? value : {};
}
