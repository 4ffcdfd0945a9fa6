/** Public MCP servers from npm, as tests start them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

function entryOf(manifest: string): string {
  return join(dirname(manifest), 'dist/index.js');
}

/** Reads and writes files of the folders that it is given as arguments. */
export const FILESYSTEM_SERVER = entryOf(require.resolve('@modelcontextprotocol/server-filesystem/package.json'));
/** Shows each feature of the protocol, over stdio or HTTP. */
export const EVERYTHING_SERVER = entryOf(require.resolve('@modelcontextprotocol/server-everything/package.json'));

/** A server that misbehaves as it is told. */
export const ODD_SERVER = fileURLToPath(new URL('./odd-mcp-server.mjs', import.meta.url));

/** The server of all features over HTTP. */
export interface HttpServer {
  readonly url: string;
  /** Kills it. */
  readonly kill: () => Promise<void>;
}

/** Starts the server of all features on a port, and waits until it listens. */
export async function startEverything(port: number): Promise<HttpServer> {
  const child = spawn(process.execPath, [EVERYTHING_SERVER, 'streamableHttp'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines = createInterface({ input: child.stderr });
  for await (const line of lines) if (line.includes('listening')) break;
  child.stderr.resume();
  const kill = async () => {
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
  };
  return { url: `http://127.0.0.1:${port}/mcp`, kill };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
