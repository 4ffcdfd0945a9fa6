/**
 * An agent with the tools that its MCP servers listed. Rule: the agent's own tools come first and keep their names; the
 * digest covers what was added, so that a turn notices when a worker offers other tools than those that it began with. Pure.
 */
import { READ_OUTPUT, RESERVED_TOOL_NAMES } from '../contract/names.js';
import type { Agent } from '../definition/agent.js';
import { AGENT_BOUNDS } from '../definition/bounds.js';
import { stableJson } from '../protocol/stable-json.js';
import type { Tool } from '../definition/tool.js';
import { FINAL_ANSWER } from '../protocol/final-answer.js';
import { digest } from '../protocol/head.js';
import type { ReadListed } from './read-listed.js';

/** A tool that was not added: its name is taken, or there are too many. */
export interface Clash {
  readonly tool: string;
  readonly why: 'name' | 'room';
}

/** The agent, and by server what was not added. */
export interface WithTools {
  readonly agent: Agent;
  readonly clashes: ReadonlyMap<string, readonly Clash[]>;
}

/** Adds what each server listed, in the order of the servers. */
export function agentWithTools(agent: Agent, lists: readonly Pick<ReadListed, 'tools'>[]): WithTools {
  const toolByName = new Map(agent.toolByName);
  const taken = new Set([...RESERVED_TOOL_NAMES, FINAL_ANSWER, READ_OUTPUT]);
  const clashes = new Map<string, Clash[]>();
  const added: Tool[] = [];
  const room = roomFor(agent);
  for (const tool of lists.flatMap(({ tools }) => tools)) {
    const why = toolByName.has(tool.name) || taken.has(tool.name) ? 'name' : added.length >= room ? 'room' : undefined;
    if (why === undefined) {
      toolByName.set(tool.name, tool);
      added.push(tool);
      continue;
    }
    const server = tool.policy.mcp?.server ?? '';
    clashes.set(server, [...(clashes.get(server) ?? []), { tool: tool.name, why }]);
  }
  const tools = Object.freeze([...toolByName.values()]);
  const facts = added.map(({ description, jsonSchema, policy }) => ({ description, jsonSchema, policy }));
  const policy = {
    ...agent.policy,
    digest: digest(stableJson([agent.policy.digest, facts])),
    tools: [...agent.policy.tools, ...added.map((tool) => tool.policy)],
  };
  return { agent: Object.freeze({ ...agent, tools, toolByName, policy }), clashes };
}

/** How many tools an agent's servers may add: a service takes 128, the answer's and `read_output` among them. */
export function roomFor({ tools, hostedTools, outputMode, readOutput }: Agent): number {
  const builtIn = (outputMode === 'tool' ? 1 : 0) + (readOutput ? 1 : 0);
  return Math.max(0, AGENT_BOUNDS.tools - tools.length - hostedTools.length - builtIn);
}
