/** An MCP server over HTTP whose tools are named by how they misbehave; it answers each request by a stream of its own. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const MEGABYTE = 'x'.repeat(1024 * 1024);
const TOOLS = ['fine', 'cut', 'broken', 'flood', 'flood_json', 'wait', 'secret', 'refused'];

/** A running server. */
export interface OddHttpServer {
  readonly url: string;
  /** Methods of HTTP and of MCP, by order. */
  readonly heard: string[];
  /** Resolves once this was heard. */
  readonly hear: (what: string) => Promise<void>;
  /** Lets the calls of `wait` end. */
  readonly release: () => void;
  readonly close: () => Promise<void>;
}

/** Starts it. */
export async function oddHttpServer(): Promise<OddHttpServer> {
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const listeners = new Map<string, () => void>();
  const note = (what: string) => {
    heard.push(what);
    listeners.get(what)?.();
  };
  const server = createServer((request, response) => {
    void serve(request, response, note, waiting);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    heard,
    hear: (what) => (heard.includes(what) ? Promise.resolve() : new Promise((resolve) => listeners.set(what, resolve))),
    release: () => {
      for (const end of waiting.splice(0)) end();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  note: (what: string) => void,
  waiting: (() => void)[],
): Promise<void> {
  response.setHeader('mcp-session-id', 'a-session');
  if (request.method !== 'POST') {
    note(request.method!);
    return void response.writeHead(405).end();
  }
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const { id, method, params } = JSON.parse(body) as {
    id?: number;
    method: string;
    params?: { name?: string; protocolVersion?: string; arguments?: { text?: string } };
  };
  note(params?.name ? `${method} ${params.name}` : method);
  if (id === undefined) return void response.writeHead(202).end();
  const json = (result: unknown) => JSON.stringify({ jsonrpc: '2.0', id, result });
  const said = (text: string, more = {}) => json({ content: [{ type: 'text', text }], ...more });
  const stream = () => response.writeHead(200, { 'content-type': 'text/event-stream' });
  const answer = (message: string) => void stream().end(`event: message\ndata: ${message}\n\n`);
  if (method === 'initialize') {
    const serverInfo = { name: 'odd', version: '1' };
    return answer(json({ protocolVersion: params!.protocolVersion, capabilities: { tools: {} }, serverInfo }));
  }
  if (method === 'tools/list') {
    const annotations = { readOnlyHint: true };
    return answer(json({ tools: TOOLS.map((name) => ({ name, inputSchema: { type: 'object' }, annotations })) }));
  }
  const { text = 'fine' } = params?.arguments ?? {};
  switch (params?.name) {
    case 'cut':
      return void stream().end(': I was about to say\n\n');
    case 'broken':
      stream().write(': I was about to say\n\n');
      return void setImmediate(() => response.destroy());
    case 'flood':
      stream().write('event: message\ndata: ');
      for (let i = 0; i < 11 && !response.destroyed; i += 1) response.write(MEGABYTE);
      return void response.end('\n\n');
    case 'flood_json':
      response.writeHead(200, { 'content-type': 'application/json' });
      for (let i = 0; i < 11 && !response.destroyed; i += 1) response.write(MEGABYTE);
      return void response.end();
    case 'wait':
      return void waiting.push(() => answer(said('waited')));
    case 'refused':
      return void response.writeHead(400).end('Bad Request');
    case 'secret':
      return answer(said(text, { isError: true }));
    default:
      return answer(said(text));
  }
}
