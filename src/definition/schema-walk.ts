/** Every schema within a JSON Schema, with its place. Pure. */

/** Fields of a schema. */
export type SchemaFields = Readonly<Record<string, unknown>>;

/** A schema and where it stands. */
export interface PlacedSchema {
  /** E.g. `parameters.properties.address`. */
  readonly path: string;
  readonly schema: SchemaFields;
  /** Objects that it stands in, itself included. */
  readonly depth: number;
}

/** Keywords that hold a schema, a list of schemas, or schemas by name. */
const ONE = ['items', 'not', 'if', 'then', 'else', 'contains', 'additionalProperties'];
const LIST = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const BY_NAME = ['properties', '$defs', 'definitions', 'patternProperties'];

/** Whether a value is a plain object. */
export function isFields(value: unknown): value is SchemaFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a schema is one of objects. */
export function isObjectSchema(schema: SchemaFields): boolean {
  return [schema.type].flat().includes('object') || isFields(schema.properties);
}

/** A schema, then those within it, depth first. */
export function* schemasIn(schema: unknown, path = 'parameters', depth = 0): Generator<PlacedSchema> {
  if (!isFields(schema)) return;
  const own = depth + (isObjectSchema(schema) ? 1 : 0);
  yield { path, schema, depth: own };
  for (const [innerPath, inner] of innerSchemas(path, schema)) yield* schemasIn(inner, innerPath, own);
}

function innerSchemas(path: string, schema: SchemaFields): [string, unknown][] {
  return [
    ...ONE.map((keyword): [string, unknown] => [`${path}.${keyword}`, schema[keyword]]),
    ...LIST.flatMap((keyword) => {
      const list: readonly unknown[] = Array.isArray(schema[keyword]) ? schema[keyword] : [];
      return list.map((each, index): [string, unknown] => [`${path}.${keyword}[${index}]`, each]);
    }),
    ...BY_NAME.flatMap((keyword) => {
      const named = schema[keyword];
      return isFields(named)
        ? Object.entries(named).map(([key, each]): [string, unknown] => [`${path}.${keyword}.${key}`, each])
        : [];
    }),
  ];
}
