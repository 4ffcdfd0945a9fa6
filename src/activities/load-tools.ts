/** What of an agent is known only when a turn begins: the tools of its MCP servers. The seam to `src/mcp`; types only. */
import type { CallToolInput } from '../contract/call-tool.js';
import type { Repair } from '../contract/repair.js';
import type { Agent } from '../definition/agent.js';
import type { Tool } from '../definition/tool.js';

/** An agent as a turn runs by it, and what of its servers' tools is not offered. */
export interface LoadedAgent {
  readonly agent: Agent;
  readonly leftOut: readonly Repair[];
}

/** Tools that are not in an agent's definition. */
export interface ToolSource {
  /** The agent with its servers' tools; `turnDigest` names those that a turn began with. Rejects only with the signal's reason. */
  readonly load: (agent: Agent, turnDigest: string | undefined, signal: AbortSignal) => Promise<LoadedAgent>;
  /** The tool of a call. */
  readonly find: (agent: Agent, name: string, of: NonNullable<CallToolInput['mcp']>) => Tool | undefined;
}
