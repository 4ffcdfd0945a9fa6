/**
 * The rules of the Chat Completions API as one table, and the pure function that applies it. Rule: what the real API
 * refuses is refused here, with its words, param, code and status; the first rule of the table that finds a fault speaks.
 */
import * as choice from './chat-rules/tool-choice.js';
import { messageShapes } from './chat-rules/messages.js';
import { pairing } from './chat-rules/pairing.js';
import type { RefusalOptions, Rule } from './rules/rule.js';
import { parameters, responseFormat } from './chat-rules/schemas.js';
import { descriptions, toolCount, toolShapes } from './chat-rules/tools.js';
import { messagesGiven, modelExists, modelGiven, unknownArguments } from './chat-rules/top-level.js';
import { alternatives, flags, notes, oneTokenBound, ranges, stops, streamOptions } from './chat-rules/values.js';
import type { Refusal } from './refusal.js';
import { bodyRefusal } from './rules/body.js';

const SPEC = 'openai/openai-openapi v2.3.0';

/** The rules, in the order in which they are applied: shapes first, so that later rules may rely on them. */
export const CHAT_RULES: readonly Rule[] = [
  { rows: ['arguments'], source: 'davidmigloz/langchain_dart#712', check: unknownArguments },
  { rows: ['shape'], source: 'memory', check: modelGiven },
  { rows: ['model'], source: 'protocol row R11, Chat form', check: modelExists },
  { rows: ['shape'], source: 'CopilotKit/CopilotKit#529', check: messagesGiven },
  { rows: ['values'], source: `${SPEC}; words recorded`, check: ranges },
  { rows: ['values'], source: SPEC, check: flags },
  { rows: ['values'], source: 'memory', check: streamOptions },
  { rows: ['values'], source: 'memory', check: oneTokenBound },
  { rows: ['values'], source: SPEC, check: stops },
  { rows: ['values'], source: `${SPEC}; words from memory`, check: alternatives },
  { rows: ['values'], source: SPEC, check: notes },
  { rows: ['C5'], source: 'vishalmysore/Tools4AI#16', check: toolCount },
  { rows: ['C7'], source: 'run-llama/llama_index#16093', check: toolShapes },
  { rows: ['C8'], source: 'getsentry/sentry-mcp#106', check: descriptions },
  {
    rows: ['C9', 'C10', 'C11'],
    source: 'camel-ai/camel#2231, kevinwatt/mysql-mcp#5, spring-projects/spring-ai#4776',
    check: parameters,
  },
  { rows: ['C12'], source: 'openai/swarm#30', check: choice.onlyWithTools },
  { rows: ['choice'], source: SPEC, check: choice.toolChoice },
  {
    rows: ['C4', 'C6', 'C7', 'C13', 'C14'],
    source: `microsoft/autogen#6377, gptscript-ai/gptscript#547, aaif-goose/goose-mobile#20, ${SPEC}`,
    check: messageShapes,
  },
  { rows: ['format'], source: 'memory', check: responseFormat },
  {
    rows: ['C1', 'C2', 'C3'],
    source: 'BerriAI/litellm#10083, smarter-sh/smarter#264, agno-agi/agno#5116',
    check: pairing,
  },
];

/**
 * What the real Chat Completions API would answer to a body that it refuses; undefined for a body that it takes.
 * Needs no server: a test of whatever builds requests can call it alone.
 */
export function chatRefusal(body: unknown, options: RefusalOptions = {}): Refusal | undefined {
  return bodyRefusal(CHAT_RULES, body, options);
}
