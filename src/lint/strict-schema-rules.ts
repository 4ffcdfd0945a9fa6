/**
 * What OpenAI refuses of the schema of a strict tool beyond what defineTool does. Sources: its guide to structured outputs
 * (keywords and limits, as jsonschemaprofiles.unitvectorylabs.com had them in 2026-02), "'oneOf' is not permitted" (quoted
 * in ai-dynamo/dynamo#15153, 2026-09), "'uri' is not a valid format" (BuilderIO/agent-native#3085, 2026-08-18), "6 levels
 * of nesting exceeds limit of 5" (tidyverse/ellmer#671, o3), "'default' is not permitted" (2024).
 */
import { isFields, schemasIn, type PlacedSchema } from '../definition/schema-walk.js';
import { STRICT_FORMATS } from '../definition/strict-output.js';
import type { Tool } from '../definition/tool.js';
import type { Said } from './finding.js';
import { NOT_AT_TOP } from './schema-rules.js';
import type { LintedAgent } from './linted-agent.js';

const REFUSED = ['oneOf', 'allOf', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas'];
/** Refused by fine-tuned models and reported of older ones. */
const DOUBTFUL = [
  'default',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'minContains',
  'maxContains',
  'uniqueItems',
];
const MOST = {
  properties: 5_000,
  depth: 10,
  enumValues: 1_000,
  chars: 120_000,
  largeEnum: 250,
  largeEnumChars: 15_000,
};
/** What older models and Azure take. */
const FORMERLY = { properties: 100, depth: 5, enumValues: 500 };

/** What is refused of each strict tool's parameters, and what older models refuse. */
export function strictSchemaRules({ tools }: LintedAgent): Said[] {
  return tools.filter(({ strict }) => strict).flatMap(strictTool);
}

function strictTool({ name: tool, jsonSchema }: Tool): Said[] {
  const schemas = [...schemasIn(jsonSchema)];
  const keywords = schemas.flatMap((placed) => keywordsOf(tool, placed));
  return [...keywords, ...sizes(tool, schemas)];
}

function keywordsOf(tool: string, { path, schema }: PlacedSchema): Said[] {
  // What no tool may have at the top level is found by the rules for all tools.
  const known = path === 'parameters' ? NOT_AT_TOP : [];
  const refused = REFUSED.filter((keyword) => keyword in schema && !known.includes(keyword));
  const doubtful = DOUBTFUL.filter((keyword) => keyword in schema);
  const { format } = schema;
  return [
    ...refused.map((keyword): Said => {
      const fix = keyword === 'oneOf' ? 'Use anyOf (z.union).' : `Leave ${keyword} out and check it in execute.`;
      return refusal(tool, `${path} has ${keyword}, which strict tools may not have`, `${fix} Or set strict: false.`);
    }),
    ...doubtful.map((keyword): Said => {
      const reason = `${path} has ${keyword}, which older and fine-tuned models refuse in strict tools`;
      return { code: 'strict_schema_doubtful', tool, reason, fix: `Leave ${keyword} out and check it in execute.` };
    }),
    ...(typeof format === 'string' && !STRICT_FORMATS.some((each) => each === format)
      ? [
          refusal(
            tool,
            `${path} has the format "${format}", which strict tools may not have`,
            `Use one of ${STRICT_FORMATS.join(', ')}, or none.`,
          ),
        ]
      : []),
  ];
}

function sizes(tool: string, schemas: readonly PlacedSchema[]): Said[] {
  const enums = schemas.map(({ schema }) => (Array.isArray(schema.enum) ? (schema.enum as unknown[]) : []));
  const names = schemas.flatMap(({ schema: { properties, $defs } }) =>
    [properties, $defs].flatMap((named) => (isFields(named) ? Object.keys(named) : [])),
  );
  const properties = schemas.reduce(
    (n, { schema }) => n + Object.keys(isFields(schema.properties) ? schema.properties : {}).length,
    0,
  );
  const consts = schemas.map(({ schema }) => schema.const).filter((value) => typeof value === 'string');
  const largest = Math.max(0, ...enums.filter(({ length }) => length > MOST.largeEnum).map(charsOf));
  return [
    ...bound(tool, 'properties in all', properties, MOST.properties, FORMERLY.properties),
    ...bound(
      tool,
      'objects in each other',
      Math.max(0, ...schemas.map(({ depth }) => depth)),
      MOST.depth,
      FORMERLY.depth,
    ),
    ...bound(tool, 'enum values in all', enums.flat().length, MOST.enumValues, FORMERLY.enumValues),
    ...bound(
      tool,
      'characters of names, enum and const values',
      charsOf([...names, ...enums.flat(), ...consts]),
      MOST.chars,
    ),
    ...bound(tool, `characters in one enum of over ${MOST.largeEnum} values`, largest, MOST.largeEnumChars),
  ];
}

function bound(tool: string, what: string, n: number, most: number, formerly = most): Said[] {
  const fix = 'Split the tool, make its parameters flatter, or set strict: false.';
  if (n > most) return [refusal(tool, `its parameters have ${n} ${what}; strict tools may have ${most}`, fix)];
  if (n <= formerly) return [];
  const reason = `its parameters have ${n} ${what}; older models and Azure take ${formerly} in strict tools`;
  return [{ code: 'strict_schema_doubtful', tool, reason, fix }];
}

function refusal(tool: string, reason: string, fix: string): Said {
  return { code: 'strict_schema_refused', tool, reason, fix };
}

function charsOf(values: readonly unknown[]): number {
  return values.reduce((n: number, value) => n + String(value).length, 0);
}
