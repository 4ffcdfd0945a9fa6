/** How a server is reached. Rule: secrets are read from the environment here, in the worker's process, and go nowhere else. */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { McpServer } from '../definition/mcp-server.js';
import { secretForms } from '../models/redact.js';
import { McpServerError } from './mcp-error.js';
import type { McpSdk } from './sdk.js';
import { guarded } from './stdio-guard.js';
import { WatchedAnswers } from './watched-answers.js';

/** The end of what a server wrote to stderr that is kept, in characters. */
const STDERR_CHARS = 100_000;

/** A transport that isn't open yet. */
export interface McpTransport {
  readonly transport: Transport;
  /** The last line that the server wrote to stderr; '' when it wrote none. */
  readonly lastWords: () => string;
  /** Tells a server over HTTP that its session is over. */
  readonly sayGoodbye?: () => Promise<void>;
}

/** Makes the transport of a server. @throws {McpServerError} when an environment variable is missing. */
export function mcpTransport({ name, address }: McpServer, sdk: McpSdk): McpTransport {
  if ('url' in address) {
    const headers = Object.entries(address.headersEnv ?? {}).map(([header, variable]) => [
      header,
      valueOf(name, variable),
    ]);
    const requestInit = { headers: Object.fromEntries(headers) as Record<string, string> };
    const answers = new WatchedAnswers();
    const made = new sdk.StreamableHTTPClientTransport(new URL(address.url), { requestInit, fetch: answers.fetch });
    answers.watch(made);
    return { transport: made, lastWords: () => '', sayGoodbye: () => made.terminateSession() };
  }
  const env = Object.fromEntries((address.env ?? []).map((variable) => [variable, valueOf(name, variable)]));
  const { command, args = [], cwd } = address;
  const run = guarded({ command, args });
  const transport = new sdk.StdioClientTransport({
    command: run.command,
    args: [...run.args],
    env,
    stderr: 'pipe',
    ...(cwd !== undefined && { cwd }),
  });
  sendInTurn(transport);
  let said = '';
  transport.stderr?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-STDERR_CHARS)));
  return { transport, lastWords: () => lastLine(said) };
}

/** One message after the other: the SDK has each that finds the pipe full listen for its room, and Node warns of so many. */
function sendInTurn(transport: Transport): void {
  const send = transport.send.bind(transport);
  let last = Promise.resolve();
  transport.send = (message) => {
    last = last.catch(() => undefined).then(() => send(message));
    return last;
  };
}

/** The last line of a text; none where it may have lost its beginning, which could be the better half of a secret. */
function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.length === 1 && text.length >= STDERR_CHARS ? '' : lines.at(-1)!.trim();
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
