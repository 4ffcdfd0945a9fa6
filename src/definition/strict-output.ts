/**
 * Whether a structured answer can be asked for with `strict: true`. Rule: only with keywords that the guide to structured
 * outputs names, and within the limits of older models and Azure: a service refuses any other strict schema, and takes it
 * unstrict.
 */
import { isFields, schemasIn, type PlacedSchema, type SchemaFields } from './schema-walk.js';
import { strictFault } from './strict-schema.js';

/** Formats of texts that strict schemas may have. */
export const STRICT_FORMATS = [
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
] as const;

const KEYWORDS: ReadonlySet<string> = new Set(
  `type enum const anyOf $ref $defs title description format pattern properties required additionalProperties items
  minItems maxItems minimum maximum exclusiveMinimum exclusiveMaximum multipleOf`.split(/\s+/),
);
const MOST = { properties: 100, depth: 5, enumValues: 500 };
/** Looks around and references back, which no grammar can be made of. */
const BEYOND_GRAMMAR = /\(\?<?[=!]|\\[1-9]/;

/** Whether services hold the model to this schema: every object is closed, and every property is required. */
export function fitsStrict(schema: SchemaFields): boolean {
  const schemas = [...schemasIn(schema, 'output')];
  return strictFault(schema) === undefined && schemas.every(isStrict) && isSmall(schemas);
}

function isStrict({ schema }: PlacedSchema): boolean {
  const { format, pattern } = schema;
  const keys = Object.keys(schema);
  // A reference stands alone.
  if ('$ref' in schema) return keys.length === 1;
  if (!('type' in schema || 'anyOf' in schema) || !keys.every((key) => KEYWORDS.has(key))) return false;
  if (schema.type === 'array' && !isFields(schema.items)) return false;
  return (
    (format === undefined || STRICT_FORMATS.some((each) => each === format)) &&
    (pattern === undefined || (typeof pattern === 'string' && !BEYOND_GRAMMAR.test(pattern)))
  );
}

function isSmall(schemas: readonly PlacedSchema[]): boolean {
  const count = (of: (schema: SchemaFields) => number) => schemas.reduce((n, { schema }) => n + of(schema), 0);
  const properties = count((schema) => Object.keys(isFields(schema.properties) ? schema.properties : {}).length);
  const enumValues = count((schema) => (Array.isArray(schema.enum) ? schema.enum.length : 0));
  const deepest = Math.max(...schemas.map(({ depth }) => depth));
  return properties <= MOST.properties && enumValues <= MOST.enumValues && deepest <= MOST.depth;
}
