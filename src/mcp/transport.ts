/** How a server is reached. Rule: secrets are read from the environment here, in the worker's process, and go nowhere else. */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { McpServer } from '../definition/mcp-server.js';
import { secretForms } from '../models/redact.js';
import { McpServerError } from './mcp-error.js';
import type { McpSdk } from './sdk.js';

/** The end of what a server wrote to stderr that is kept, in characters. */
const STDERR_CHARS = 2_000;

/** A transport that isn't open yet. */
export interface McpTransport {
  readonly transport: Transport;
  /** The last line that the server wrote to stderr; '' when it wrote none. */
  readonly lastWords: () => string;
}

/** Makes the transport of a server. @throws {McpServerError} when an environment variable is missing. */
export function mcpTransport({ name, address }: McpServer, sdk: McpSdk): McpTransport {
  if ('url' in address) {
    const headers = Object.entries(address.headersEnv ?? {}).map(([header, variable]) => [
      header,
      valueOf(name, variable),
    ]);
    const requestInit = { headers: Object.fromEntries(headers) as Record<string, string> };
    const made = new sdk.StreamableHTTPClientTransport(new URL(address.url), { requestInit });
    return { transport: made, lastWords: () => '' };
  }
  const env = Object.fromEntries((address.env ?? []).map((variable) => [variable, valueOf(name, variable)]));
  const { command, args = [], cwd } = address;
  const transport = new sdk.StdioClientTransport({
    command,
    args: [...args],
    env,
    stderr: 'pipe',
    ...(cwd !== undefined && { cwd }),
  });
  let said = '';
  transport.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-STDERR_CHARS)));
  return { transport, lastWords: () => said.trim().split('\n').at(-1)?.trim() ?? '' };
}

/** What must never be printed of a server: the values of the variables that it names, as far as they are set. */
export function mcpSecrets({ address }: McpServer): string[] {
  const names = 'url' in address ? Object.values(address.headersEnv ?? {}) : (address.env ?? []);
  return names.flatMap((name) => secretForms(process.env[name] ?? '')).filter((secret) => secret !== '');
}

function valueOf(server: string, variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  const reason = `the environment variable ${variable} is not set where the worker runs`;
  throw new McpServerError(server, reason, true);
}
