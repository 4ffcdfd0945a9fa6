/**
 * What services demand of the schema of a `strict` tool: every object is closed and all its properties are required.
 * Source: the answers "'additionalProperties' is required to be supplied and to be false" and "'required' is required to
 * be supplied and to be an array including every key in properties" of Chat Completions.
 */
import { isFields, isObjectSchema, schemasIn, type SchemaFields } from './schema-walk.js';

/** The first place that breaks a rule. */
export interface StrictFault {
  /** E.g. `parameters.properties.address`. */
  readonly path: string;
  readonly value: unknown;
  readonly expected: string;
}

function faultAt(path: string, schema: SchemaFields): StrictFault | undefined {
  if (!isObjectSchema(schema)) return undefined;
  const { additionalProperties, required } = schema;
  if (additionalProperties !== false) {
    return { path: `${path}.additionalProperties`, value: additionalProperties, expected: 'false' };
  }
  const keys = Object.keys(isFields(schema.properties) ? schema.properties : {});
  const named: readonly unknown[] = Array.isArray(required) ? required : [];
  if (keys.every((key) => named.includes(key)) && named.every((key) => keys.includes(String(key)))) return undefined;
  return { path: `${path}.required`, value: required, expected: `exactly the properties ${JSON.stringify(keys)}` };
}

/** The first fault of a tool's schema against the rules for `strict: true`, or undefined. */
export function strictFault(schema: unknown): StrictFault | undefined {
  for (const { path, schema: each } of schemasIn(schema)) {
    const fault = faultAt(path, each);
    if (fault) return fault;
  }
  return undefined;
}
