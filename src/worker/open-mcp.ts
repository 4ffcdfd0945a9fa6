/** The MCP servers of a worker. Rule: the SDK is loaded only where an agent has a server, and its lack is told at start. */
import type { Agent } from '../definition/agent.js';
import { McpTools } from '../mcp/mcp-tools.js';
import { loadMcpSdk } from '../mcp/sdk.js';
import { ownVersion } from './build-id.js';

/**
 * What serves the agents' MCP tools; undefined when there are none.
 * @throws {McpSdkMissingError} when the SDK isn't installed.
 */
export async function openMcp(
  agents: readonly Agent[],
  warn: (message: string) => void,
): Promise<McpTools | undefined> {
  const [server] = agents.flatMap(({ mcpServers }) => mcpServers);
  return server && new McpTools({ sdk: await loadMcpSdk(server.name), version: ownVersion(), warn });
}
