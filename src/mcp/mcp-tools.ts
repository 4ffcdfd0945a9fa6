/**
 * The tools of MCP servers on one worker. Rule: a turn's first model call brings the tools that its servers list then, and
 * the turn stays on them, by the digest that it runs by; a server that can't be reached costs the turn its tools alone, and
 * the turn says so.
 */
import { LRUCache } from 'lru-cache';
import type { LoadedAgent } from '../activities/load-tools.js';
import type { CallToolInput } from '../contract/call-tool.js';
import type { Repair } from '../contract/repair.js';
import type { Agent } from '../definition/agent.js';
import type { McpServer, McpTool } from '../definition/mcp-server.js';
import type { Tool } from '../definition/tool.js';
import { redact } from '../models/redact.js';
import { clip } from '../protocol/outcome-text.js';
import { stableJson } from '../protocol/stable-json.js';
import { agentWithTools, roomFor, type Clash } from './agent-with-tools.js';
import { McpServerError } from './mcp-error.js';
import { readListed, tooMany, type ReadListed } from './read-listed.js';
import { readMcpResult } from './read-result.js';
import { ServerLink, type LinkSite } from './server-link.js';
import { mcpSecrets } from './transport.js';

/** Agents with the tools of a list are kept for the turns that run by them. */
const MOST_KEPT = 500;
const DETAIL_CHARS = 250;
/** Lines that are remembered, so that each is logged once. */
const MOST_SAID = 1_000;

/** What a tool of a server is told of its call, beside the arguments. */
const META = { idempotencyKey: 'everycall/idempotencyKey', callId: 'everycall/callId', turnId: 'everycall/turnId' };

/** The MCP servers of a worker's agents. */
export class McpTools {
  readonly #site: LinkSite;
  /** By address: agents that name the same server share it. */
  readonly #links = new Map<string, ServerLink>();
  /** The tools that a server listed last, by what it said of each. */
  readonly #listed = new Map<McpServer, ReadonlyMap<string, Tool>>();
  readonly #kept = new LRUCache<string, Agent>({ max: MOST_KEPT });
  readonly #said = new LRUCache<string, true>({ max: MOST_SAID });

  constructor(site: LinkSite) {
    this.#site = site;
  }

  /**
   * The agent with its servers' tools: those that the turn of this digest runs by, where this worker has listed them; else
   * those that the servers list now. Rejects only with the signal's reason.
   */
  async load(agent: Agent, turnDigest: string | undefined, signal: AbortSignal): Promise<LoadedAgent> {
    if (agent.mcpServers.length === 0) return { agent, leftOut: [] };
    const kept = turnDigest === undefined ? undefined : this.#kept.get(keyOf(agent, turnDigest));
    if (kept) return { agent: kept, leftOut: [] };
    const lists = await Promise.all(agent.mcpServers.map((server) => this.#list(server, roomFor(agent), signal)));
    const made = agentWithTools(agent, lists);
    this.#kept.set(keyOf(agent, made.agent.policy.digest), made.agent);
    const lines = agent.mcpServers.flatMap((server, index) => [
      ...lists[index]!.leftOut.map((line) => `MCP server "${server.name}": ${line}`),
      ...clashLines(server, made.clashes.get(server.name) ?? [], lists[index]!),
    ]);
    for (const line of lines) this.#sayOnce(line);
    return { agent: made.agent, leftOut: lines.map(repairOf) };
  }

  /** The tool of a call, whether or not this worker has listed it; undefined when the agent here has no such server. */
  find(agent: Agent, name: string, { server: of, tool, effect }: NonNullable<CallToolInput['mcp']>): Tool | undefined {
    const server = agent.mcpServers.find((each) => each.name === of);
    if (!server?.offers(tool)) return undefined;
    const listed = [...(this.#listed.get(server)?.values() ?? [])].find((each) => each.name === name);
    if (listed?.policy.effect === effect) return listed;
    // The arguments were checked where the model's answer came in.
    const parameters = { type: 'object' } as const;
    return server.makeTool({ name, tool, description: tool, parameters, effect, execute: this.#run(server, tool) });
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await Promise.all([...this.#links.values()].map((link) => link.close()));
  }

  async #list(server: McpServer, room: number, signal: AbortSignal): Promise<ReadListed> {
    try {
      const listed = await this.#link(server).list(signal);
      const run = (tool: string) => this.#run(server, tool);
      const { tools, leftOut, byJson } = readListed(server, listed, run, this.#listed.get(server), room);
      this.#listed.set(server, byJson);
      return { tools, leftOut };
    } catch (error) {
      if (error instanceof McpServerError)
        return { tools: [], leftOut: [`${error.reason}; its tools are not offered`] };
      throw error;
    }
  }

  #run(server: McpServer, tool: string): McpTool['execute'] {
    return async (args, { signal, heartbeat, idempotencyKey, callId, turnId }) => {
      const meta = { [META.idempotencyKey]: idempotencyKey, [META.callId]: callId, [META.turnId]: turnId };
      const result = await this.#link(server).call(tool, args, { signal, meta, onProgress: heartbeat });
      return readMcpResult(result, (text) => redact(text, mcpSecrets(server)));
    };
  }

  #link(server: McpServer): ServerLink {
    const address = stableJson(server.address);
    const known = this.#links.get(address);
    if (known) return known;
    const link = new ServerLink(server, this.#site);
    this.#links.set(address, link);
    return link;
  }

  #sayOnce(line: string): void {
    if (this.#said.has(line)) return;
    this.#said.set(line, true);
    this.#site.warn(line);
  }
}

function keyOf({ name }: Agent, digest: string): string {
  return `${digest} ${name}`;
}

/** Tools that don't fit beside the agent's others: a name that is taken, or one too many. */
function clashLines({ name }: McpServer, clashes: readonly Clash[], { tools }: ReadListed): string[] {
  const taken = clashes.filter(({ why }) => why === 'name');
  const over = clashes.length - taken.length;
  return [
    ...taken.map(
      ({ tool }) => `MCP server "${name}": tool ${tool}: another tool of the agent has this name; set a prefix`,
    ),
    ...(over > 0 ? [`MCP server "${name}": ${tooMany(tools.length, over)}`] : []),
  ];
}

function repairOf(line: string): Repair {
  return { kind: 'tools_left_out', detail: clip(line, DETAIL_CHARS) };
}
