/** A schema as it is given (zod 4, zod mini or a plain JSON Schema), the types that follow from it, and how it is read. */
import type { $ZodType, input, output } from 'zod/v4/core';
import type { FromJsonSchema, JsonSchema } from './json-schema-type.js';
import { readJsonSchema } from './json-schema.js';
import type { OptionCheck } from './option-check.js';
import type { Parse, ReadOutput, ReadSchema } from './parsed.js';
import { fitsStrict } from './strict-output.js';
import { strictFault } from './strict-schema.js';
import { isZod, zodJsonSchema, zodParse } from './zod-schema.js';

/** Parameters of a tool: a zod object schema, or a JSON Schema (draft 2020-12) of `type: 'object'`. */
export type ParameterSchema = $ZodType<unknown, Readonly<Record<string, unknown>>> | JsonSchema;

/** The arguments that `execute` gets. A JSON Schema that isn't written out as a literal gives an unknown record. */
export type ArgumentsOf<P> = P extends $ZodType
  ? output<P>
  : unknown extends FromJsonSchema<P>
    ? Record<string, unknown>
    : FromJsonSchema<P>;

/** What a caller passes as context: the schema's input; `undefined` without a schema. */
export type ContextInput<C> = C extends $ZodType ? input<C> : undefined;

/** What tools and instructions get as context: the schema's output; `undefined` without a schema. */
export type ContextOutput<C> = C extends $ZodType ? output<C> : undefined;

/** Reads a tool's parameters. Throws a DefinitionError when the schema can't be sent. */
export function readParameters(check: OptionCheck, schema: unknown, strict: boolean): ReadSchema {
  const read = isZod(schema)
    ? { jsonSchema: zodJsonSchema(check, 'parameters', schema, strict), parse: zodParse(schema, 'json') }
    : readJsonSchema(check, 'parameters', schema);
  const { jsonSchema } = read;
  if (jsonSchema.type !== 'object') {
    check.refuse({
      option: 'parameters',
      value: jsonSchema,
      expected: `a schema of type 'object' at the top`,
      fix: 'Put the value, union or list under a property of an object.',
    });
  }
  const fault = strict ? strictFault(jsonSchema) : undefined;
  if (fault) {
    check.refuse({
      option: fault.path,
      value: fault.value,
      expected: fault.expected,
      fix: 'strict: true demands it; optional properties become required ones that may be null.',
    });
  }
  // Services answer "object schema missing properties" to an object that names none.
  return { parse: read.parse, jsonSchema: { ...jsonSchema, properties: jsonSchema.properties ?? {} } };
}

/** Reads the schema of a structured answer, closed where that makes it strict. Throws a DefinitionError when it is no zod schema, or can't be sent. */
export function readOutput(check: OptionCheck, schema: unknown): ReadOutput | undefined {
  const parse = readZod(check, 'output', schema);
  if (!parse) return undefined;
  const closed = zodJsonSchema(check, 'output', schema as $ZodType, true);
  const strict = fitsStrict(closed);
  const jsonSchema = strict ? closed : zodJsonSchema(check, 'output', schema as $ZodType, false);
  if (jsonSchema.type !== 'object') {
    const fix = 'Services take nothing else. Put the value, union or list under a property of an object.';
    check.refuse({ option: 'output', value: jsonSchema, expected: `a schema of type 'object' at the top`, fix });
  }
  return { parse, strict, jsonSchema: { ...jsonSchema, properties: jsonSchema.properties ?? {} } };
}

/** Reads the schema of a context. Throws a DefinitionError when it is no zod schema. */
export function readZod(check: OptionCheck, option: string, schema: unknown): Parse | undefined {
  if (schema === undefined) return undefined;
  if (isZod(schema)) return zodParse(schema, 'any');
  return check.refuse({ option, value: schema, expected: 'a schema of zod 4' });
}
