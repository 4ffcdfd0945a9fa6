/**
 * What services demand of the schema of a `strict` tool: every object is closed and all its properties are required.
 * Source: the answers "'additionalProperties' is required to be supplied and to be false" and "'required' is required to
 * be supplied and to be an array including every key in properties" of Chat Completions.
 */

/** The first place that breaks a rule. */
export interface StrictFault {
  /** E.g. `parameters.properties.address`. */
  readonly path: string;
  readonly value: unknown;
  readonly expected: string;
}

/** Keywords that hold a schema, a list of schemas, or schemas by name. */
const ONE = ['items', 'not', 'if', 'then', 'else', 'contains', 'additionalProperties'];
const LIST = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const BY_NAME = ['properties', '$defs', 'definitions', 'patternProperties'];

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function faultAt(path: string, schema: Fields): StrictFault | undefined {
  const types = [schema.type].flat();
  if (!types.includes('object') && !isObject(schema.properties)) return undefined;
  const { additionalProperties, required } = schema;
  if (additionalProperties !== false) {
    return { path: `${path}.additionalProperties`, value: additionalProperties, expected: 'false' };
  }
  const keys = Object.keys(isObject(schema.properties) ? schema.properties : {});
  const named: readonly unknown[] = Array.isArray(required) ? required : [];
  if (keys.every((key) => named.includes(key)) && named.every((key) => keys.includes(String(key)))) return undefined;
  return { path: `${path}.required`, value: required, expected: `exactly the properties ${JSON.stringify(keys)}` };
}

function innerSchemas(path: string, schema: Fields): [string, unknown][] {
  return [
    ...ONE.map((keyword): [string, unknown] => [`${path}.${keyword}`, schema[keyword]]),
    ...LIST.flatMap((keyword) => {
      const list: readonly unknown[] = Array.isArray(schema[keyword]) ? schema[keyword] : [];
      return list.map((each, index): [string, unknown] => [`${path}.${keyword}[${index}]`, each]);
    }),
    ...BY_NAME.flatMap((keyword) => {
      const named = schema[keyword];
      return isObject(named)
        ? Object.entries(named).map(([key, each]): [string, unknown] => [`${path}.${keyword}.${key}`, each])
        : [];
    }),
  ];
}

/** The first fault of a tool's schema against the rules for `strict: true`, or undefined. */
export function strictFault(schema: unknown, path = 'parameters'): StrictFault | undefined {
  if (!isObject(schema)) return undefined;
  const fault = faultAt(path, schema);
  if (fault) return fault;
  for (const [innerPath, inner] of innerSchemas(path, schema)) {
    const found = strictFault(inner, innerPath);
    if (found) return found;
  }
  return undefined;
}
