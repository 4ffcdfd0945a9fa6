/**
 * The rules of the Responses API as one table, and the pure function that applies it. Rule: what the real API refuses is
 * refused here, with its words, param, code and status; the first rule of the table that finds a fault speaks.
 */
import type { Refusal } from './refusal.js';
import { duplicateItems } from './responses-rules/duplicates.js';
import { itemShapes } from './responses-rules/items.js';
import type { ResponsesRefusalOptions, ResponsesRule } from './responses-rules/memory.js';
import { pairing } from './responses-rules/pairing.js';
import { reasoningFollowed, reasoningKept } from './responses-rules/reasoning.js';
import { itemReferences, previousResponse } from './responses-rules/references.js';
import { textFormat } from './responses-rules/text-format.js';
import { toolChoice } from './responses-rules/tool-choice.js';
import { descriptions, parameters, toolCount, toolShapes } from './responses-rules/tools.js';
import { inputGiven, modelExists, modelGiven, unknownParameters } from './responses-rules/top-level.js';
import { backgroundStored, flags, include, notes, ranges, streamOptions } from './responses-rules/values.js';
import { bodyRefusal } from './rules/body.js';

const SPEC = 'openai/openai-openapi v2.3.0';

/** The rules, in the order in which they are applied: shapes first, so that later rules may rely on them. */
export const RESPONSES_RULES: readonly ResponsesRule[] = [
  { rows: ['arguments'], source: `${SPEC}; openai/codex#10834`, check: unknownParameters },
  { rows: ['shape'], source: 'memory', check: modelGiven },
  { rows: ['R11'], source: 'recorded', check: modelExists },
  { rows: ['shape'], source: SPEC, check: inputGiven },
  { rows: ['R12'], source: `${SPEC}; words recorded`, check: ranges },
  { rows: ['values'], source: SPEC, check: flags },
  { rows: ['values'], source: 'memory', check: streamOptions },
  { rows: ['values'], source: SPEC, check: include },
  { rows: ['values'], source: SPEC, check: notes },
  { rows: ['values'], source: 'OpenAI, background mode; words from memory', check: backgroundStored },
  { rows: ['C5'], source: 'musistudio/claude-code-router#686', check: toolCount },
  { rows: ['C7', 'shape'], source: `run-llama/llama_index#16093, ${SPEC}`, check: toolShapes },
  { rows: ['C8'], source: 'getsentry/sentry-mcp#106', check: descriptions },
  { rows: ['C9', 'C10', 'C11'], source: 'kevinwatt/mysql-mcp#5, dotnet/extensions#6302', check: parameters },
  { rows: ['choice'], source: 'memory', check: toolChoice },
  { rows: ['format'], source: 'memory', check: textFormat },
  {
    rows: ['shape', 'ids', 'R8', 'R9'],
    source: `AnswerDotAI/fastllm#45, jlcodes99/cockpit-tools#2090, ${SPEC}`,
    check: itemShapes,
  },
  { rows: ['R7'], source: 'maximhq/bifrost#2441', check: previousResponse },
  { rows: ['R6'], source: 'continuedev/continue#9101', check: itemReferences },
  { rows: ['R5'], source: 'vercel/ai#13307, MacPaw/OpenAI#432', check: duplicateItems },
  { rows: ['R3'], source: 'recorded', check: reasoningFollowed },
  { rows: ['R4'], source: 'continuedev/continue#10018', check: reasoningKept },
  {
    rows: ['R1', 'R2', 'R10'],
    source: 'router-for-me/CLIProxyAPI#2368, microsoft/vscode#320060',
    check: pairing,
  },
];

/**
 * What the real Responses API would answer to a body that it refuses; undefined for a body that it takes. Needs no
 * server: a test of whatever builds requests can call it alone. Without `memory` nothing was answered before, so
 * `previous_response_id` and `item_reference` find nothing, and R4 asks for no reasoning.
 */
export function responsesRefusal(body: unknown, options: ResponsesRefusalOptions = {}): Refusal | undefined {
  return bodyRefusal(RESPONSES_RULES, body, options);
}
