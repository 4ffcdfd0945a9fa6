/**
 * Parameters that OpenAI refuses of any function, strict or not. Sources: "schema must have type 'object' and not have
 * 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level" (cecli-dev/cecli#281, 2025-12-19), "array schema missing items"
 * (sigoden/aichat#1049, 2024-12; tidewave-ai/tidewave_phoenix#224, 2026-02).
 */
import { schemasIn } from '../definition/schema-walk.js';
import type { Tool } from '../definition/tool.js';
import type { Said } from './finding.js';
import type { LintedAgent } from './linted-agent.js';

/** Keywords that no function may have at the top level. */
export const NOT_AT_TOP: readonly string[] = ['oneOf', 'anyOf', 'allOf', 'enum', 'not'];

/** What is refused of each tool's parameters. */
export function schemaRules({ tools }: LintedAgent): Said[] {
  return tools.flatMap((tool) => [...topLevel(tool), ...arrays(tool)]);
}

function topLevel({ name, jsonSchema }: Tool): Said[] {
  return NOT_AT_TOP.filter((keyword) => keyword in jsonSchema).map((keyword) => ({
    code: 'schema_refused',
    tool: name,
    reason: `its parameters have ${keyword} at the top level, which OpenAI refuses in any function`,
    fix: `Put what ${keyword} says under a property of the object.`,
  }));
}

function arrays({ name, jsonSchema }: Tool): Said[] {
  return [...schemasIn(jsonSchema)]
    .filter(({ schema }) => [schema.type].flat().includes('array') && schema.items === undefined)
    .map(({ path }) => ({
      code: 'schema_refused',
      tool: name,
      reason: `${path} is an array without items, which OpenAI refuses ("array schema missing items")`,
      fix: 'Say what the items are; for a tuple, use an object with a property for each place.',
    }));
}
