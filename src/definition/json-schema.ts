/** A plain JSON Schema (draft 2020-12) as a check, by ajv. Rule: a schema that doesn't compile is refused when defining. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { DefinitionError } from './definition-error.js';
import { describeThrown } from './describe-error.js';
import type { OptionCheck } from './option-check.js';
import type { Parse, ReadSchema } from './parsed.js';
import { printedValue } from './printed-value.js';
import { problemText, type Problem } from './problem-text.js';

// Formats are notes to the model here, as in the draft itself.
const OPTIONS = { strict: false, allErrors: true, logger: false, validateFormats: false, ownProperties: true } as const;

/** Judges schemas themselves; compiled once, at the first plain JSON Schema. */
const META = new Ajv2020(OPTIONS);

/** Faults that are turned into text; the text is cut at 1,000 characters anyway. */
const MAX_FAULTS = 50;

/** Reads a plain JSON Schema. Throws a DefinitionError when it is none or doesn't compile. */
export function readJsonSchema(check: OptionCheck, option: string, schema: unknown): ReadSchema {
  const refuse = (expected: string): never => check.refuse({ option, value: schema, expected });
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    return refuse('a schema of zod 4 or a JSON Schema object');
  }
  if ('_def' in schema) return refuse('a schema of zod 4, not of zod 3');
  try {
    // A copy: what is sent and what is checked stay the same, whatever the caller does to its object.
    const { $schema: _, ...jsonSchema } = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
    if (META.validateSchema(jsonSchema) !== true) throw new TypeError(META.errorsText());
    // An instance of its own: in a shared one, equal ids (and `#`) of two tools' schemas would mean each other's.
    const validate = new Ajv2020({ ...OPTIONS, meta: false, validateSchema: false }).compile(jsonSchema);
    if ('$async' in validate) return refuse('a JSON Schema without $async');
    return { jsonSchema, parse: jsonSchemaParse(validate) };
  } catch (error) {
    if (error instanceof DefinitionError) throw error;
    return refuse(`a JSON Schema (draft 2020-12) that compiles (${describeThrown(error)})`);
  }
}

function jsonSchemaParse(validate: ValidateFunction): Parse {
  return (value, root) => {
    let message: string;
    try {
      if (validate(value)) return Promise.resolve({ ok: true, value });
      message = problemText(
        root,
        (validate.errors ?? []).slice(0, MAX_FAULTS).map((error) => problemOf(error, value)),
      );
    } catch (error) {
      // E.g. a stack overflow by a value nested thousands of levels deep.
      message = problemText(root, [{ path: [], message: `the check failed: ${describeThrown(error)}` }]);
    }
    return Promise.resolve({ ok: false, message });
  };
}

/** What ajv adds to the errors of some keywords. */
interface Params {
  readonly missingProperty?: string;
  readonly additionalProperty?: string;
  readonly unevaluatedProperty?: string;
  readonly allowedValues?: readonly unknown[];
  readonly allowedValue?: unknown;
}

function problemOf({ instancePath, keyword, params, message = 'is not valid' }: ErrorObject, value: unknown): Problem {
  const path = pathOf(instancePath, value);
  const { missingProperty, additionalProperty, unevaluatedProperty, allowedValues, allowedValue }: Params = params;
  if (missingProperty !== undefined) return { path: [...path, missingProperty], message: 'is required' };
  const stray = additionalProperty ?? unevaluatedProperty;
  if (stray !== undefined) return { path: [...path, stray], message: 'is not a known property' };
  if (keyword === 'enum') return { path, message: `must be one of ${printedValue(allowedValues)}` };
  if (keyword === 'const') return { path, message: `must be ${printedValue(allowedValue)}` };
  return { path, message };
}

/** The keys of a JSON pointer; those that lead into a list become numbers. */
function pathOf(pointer: string, value: unknown): (string | number)[] {
  const path: (string | number)[] = [];
  let at = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at) ? Number(key) : key);
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  }
  return path;
}
