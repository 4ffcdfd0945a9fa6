/** The official MCP SDK. Rule: it is an optional peer, loaded where a worker has MCP servers and nowhere else. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { thrownField } from '../definition/thrown-value.js';

/** What is used of the SDK. */
export interface McpSdk {
  readonly Client: typeof Client;
  readonly StdioClientTransport: typeof StdioClientTransport;
  readonly StreamableHTTPClientTransport: typeof StreamableHTTPClientTransport;
}

/** An agent has an MCP server, and the worker lacks the SDK. */
export class McpSdkMissingError extends Error {
  override readonly name = 'McpSdkMissingError';

  constructor(server: string, cause: unknown) {
    super(`MCP server "${server}" needs the package @modelcontextprotocol/sdk: npm install @modelcontextprotocol/sdk`, {
      cause,
    });
  }
}

/**
 * Loads the SDK on behalf of a server.
 * @throws {McpSdkMissingError} when it isn't installed.
 */
export async function loadMcpSdk(server: string): Promise<McpSdk> {
  try {
    // One after the other: test runners' module loaders trip over modules that are imported twice at once.
    const { Client: client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StdioClientTransport: stdio } = await import('@modelcontextprotocol/sdk/client/stdio.js');
    const { StreamableHTTPClientTransport: http } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    return { Client: client, StdioClientTransport: stdio, StreamableHTTPClientTransport: http };
  } catch (cause) {
    if (!String(thrownField(cause, 'code')).endsWith('MODULE_NOT_FOUND')) throw cause;
    throw new McpSdkMissingError(server, cause);
  }
}
