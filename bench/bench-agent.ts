/** everycall's side of the benches: an agent with the tools, and limits that no bench reaches. */
import { defineAgent, defineTool } from '../src/index.js';
import { descriptionOf, PARAMETERS, TOOLS, type ToolArguments, type ToolName } from './tools.js';

/** Name of the agent. */
export const BENCH_AGENT = 'bench';
/** Model that both sides ask for. */
export const MODEL = 'gpt-bench';
/** What both sides tell the model first. */
export const INSTRUCTIONS = 'You are measured.';
/** Environment variable with the scripted model's key. */
export const KEY_VARIABLE = 'EVERYCALL_BENCH_KEY';

/** The agent, on the model server at a base URL. */
export function benchAgent(baseURL: string) {
  return defineAgent({
    name: BENCH_AGENT,
    model: MODEL,
    api: 'chat',
    provider: { baseURL, apiKeyEnv: KEY_VARIABLE },
    instructions: INSTRUCTIONS,
    tools: (Object.keys(TOOLS) as ToolName[]).map((name) =>
      defineTool({
        name,
        description: descriptionOf(name),
        parameters: PARAMETERS,
        execute: (args) => TOOLS[name](args as ToolArguments),
      }),
    ),
    limits: { steps: 1_000, toolCalls: 10_000, tokens: 1_000_000_000 },
  });
}
