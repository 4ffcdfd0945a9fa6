/**
 * A zod schema to the wire and as a check. Rule: what the service is shown is the schema's input; what the tool gets is
 * its output, which must survive JSON, as it is recorded in history in between.
 */
import { safeParseAsync, toJSONSchema } from 'zod';
import type { $ZodIssue, $ZodType } from 'zod/v4/core';
import { describeThrown } from './describe-error.js';
import { notJson } from './json-value.js';
import type { OptionCheck } from './option-check.js';
import type { Parse } from './parsed.js';
import { problemLine, problemText, type Problem } from './problem-text.js';

/** Whether a value is a schema of zod 4 (or of zod mini), from whichever copy of the package. */
export function isZod(value: unknown): value is $ZodType {
  if (typeof value !== 'object' || value === null || !('_zod' in value)) return false;
  const { _zod: inner } = value;
  return typeof inner === 'object' && inner !== null && 'def' in inner;
}

/** The JSON Schema of a zod schema's input. Throws a DefinitionError when the input or output can't be JSON. */
export function zodJsonSchema(
  check: OptionCheck,
  option: string,
  schema: $ZodType,
  strict: boolean,
): Record<string, unknown> {
  try {
    const wire = toJSONSchema(schema, {
      io: 'input',
      override: ({ zodSchema, jsonSchema }) => {
        const { def } = zodSchema._zod;
        // It is sent as a binary string, which no model's arguments hold.
        if (def.type === 'file') throw new TypeError('File cannot be represented in JSON');
        // A plain z.object drops other keys, so closing it for the service takes nothing away.
        if (strict && def.type === 'object') jsonSchema.additionalProperties ??= false;
      },
    });
    // The output of a function or a custom check is known only when it runs: zodParse looks at it then.
    toJSONSchema(schema, {
      io: 'output',
      unrepresentable: ({ zodSchema }) => (['transform', 'custom'].includes(zodSchema._zod.def.type) ? 'any' : 'throw'),
    });
    return atTop(JSON.parse(JSON.stringify(wire)) as Record<string, unknown>);
  } catch (error) {
    return check.refuse({
      option,
      value: `zod ${schema._zod.def.type}`,
      expected: `a schema that can be sent as JSON Schema (${describeThrown(error)})`,
      fix: 'Describe the JSON that the model writes (a date as a text), and convert it in execute.',
    });
  }
}

/** Without `$schema`; a schema that zod put under `$defs`, since it has an id, stands at the top again. */
function atTop(wire: Record<string, unknown>): Record<string, unknown> {
  const name = typeof wire.$ref === 'string' ? /^#\/\$defs\/([^/]+)$/.exec(wire.$ref)?.[1] : undefined;
  const named = name === undefined ? {} : (wire.$defs as Record<string, Record<string, unknown>>)[name];
  if (name !== undefined) delete wire.$ref;
  delete wire.$schema;
  return { ...named, ...wire };
}

function problemOf(issue: $ZodIssue): Problem {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { path, message: issue.message };
  const alternatives = issue.errors.slice(0, 5).map((issues) =>
    issues
      .slice(0, 2)
      .map((each) => problemLine('', problemOf(each)).replace(/^: /, ''))
      .join(', '),
  );
  return { path, message: `${issue.message}; no alternative fits: ${alternatives.join(' | ')}` };
}

/** The check of a zod schema; with `json` its output must be JSON. Refinements may be asynchronous; one that throws refuses. */
export function zodParse(schema: $ZodType, outputs: 'json' | 'any'): Parse {
  return async (value, root) => {
    try {
      const parsed = await safeParseAsync(schema, value);
      if (!parsed.success) return { ok: false, message: problemText(root, parsed.error.issues.map(problemOf)) };
      const lost = outputs === 'json' ? notJson(parsed.data) : undefined;
      if (!lost) return { ok: true, value: parsed.data };
      const message = `the tool's own schema makes of this ${lost.message}, which can't be recorded as JSON`;
      return { ok: false, message: problemText(root, [{ ...lost, message }]) };
    } catch (error) {
      return {
        ok: false,
        message: problemText(root, [{ path: [], message: `the check failed: ${describeThrown(error)}` }]),
      };
    }
  };
}
