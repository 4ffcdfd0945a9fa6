/** One open connection to an MCP server. Rule: every request is bounded by its caller's signal, and none is cut by another's fault. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { z } from 'zod';
import type { McpServer } from '../definition/mcp-server.js';
import { listOf } from '../protocol/json.js';
import { McpServerError, reasonOf } from './mcp-error.js';
import { withOwnSignal } from './own-signal.js';
import type { McpSdk } from './sdk.js';
import { mcpSecrets, mcpTransport, type McpTransport } from './transport.js';
import { MessageTooLong } from './watched-answers.js';

/** Longest time that a server may take to start and greet, in milliseconds: `npx` may load it first. */
const START_MS = 120_000;
/** A call's own attempt ends it; this is Temporal's longest. */
const CALL_MS = 24 * 60 * 60_000;
/** For telling a server that its session is over, in milliseconds. */
const GOODBYE_MS = 1_000;
/** Most tools of a server that are read. */
const MOST_LISTED = 2_000;
const MOST_PAGES = 100;
/** The SDK's word for an HTTP server that stays away. */
const GAVE_UP = /Maximum reconnection attempts/;
/** The SDK's word for a message over stdio that is longer than it takes; it closes the connection. */
const TOO_LONG = /exceeded maximum size/;

/** Read loosely: one bad tool in a list, or one strange part of a result, must not lose the others. */
const ANY = z.looseObject({});

/** What goes along with a call. */
export interface McpCallOptions {
  readonly signal: AbortSignal;
  /** What servers may read of the call beside its arguments, by namespaced names. */
  readonly meta: Readonly<Record<string, string>>;
  /** Told when the server says that it gets on. */
  readonly onProgress: () => void;
}

/** What the owner of a connection sets, and what it is told. */
export interface McpHeed {
  /** Ends the opening. */
  readonly signal: AbortSignal;
  /** What the server does wrong, such as printing to stdout what is no message. */
  readonly onTrouble: (reason: string) => void;
  /** The server ended or went away; every open request is rejected. */
  readonly onClosed: () => void;
}

/** A connection that was opened. */
export class McpConnection {
  readonly #client: Client;
  readonly #sayGoodbye: McpTransport['sayGoodbye'];
  #calls = 0;
  #opened = false;
  #closing: Promise<void> | undefined;
  #retired = false;
  /** The only call that was open had an answer that is too long. */
  #tooLong = false;

  private constructor(client: Client, sayGoodbye: McpTransport['sayGoodbye']) {
    this.#client = client;
    this.#sayGoodbye = sayGoodbye;
  }

  /**
   * Starts or reaches the server and greets it, in at most two minutes.
   * @throws {McpServerError}
   */
  static async open(server: McpServer, sdk: McpSdk, version: string, heed: McpHeed): Promise<McpConnection> {
    const { transport, lastWords, sayGoodbye } = mcpTransport(server, sdk);
    const secrets = mcpSecrets(server);
    const client = new sdk.Client({ name: 'everycall', version }, { capabilities: {} });
    const connection = new McpConnection(client, sayGoodbye);
    let early: string | undefined;
    Object.assign(client, {
      onclose: heed.onClosed,
      onerror: (error: Error) => {
        // What a server that can't be reached did wrong is told by the failure to open it.
        if (!connection.#opened) early ??= reasonOf(error, secrets);
        else if (!connection.#closing) heed.onTrouble(reasonOf(error, secrets));
        if (TOO_LONG.test(error.message)) connection.#tooLong = connection.#calls === 1;
        if (GAVE_UP.test(error.message)) void connection.close();
      },
    } satisfies Pick<Client, 'onclose' | 'onerror'>);
    try {
      await withOwnSignal(heed.signal, (own) => client.connect(transport, { timeout: START_MS, signal: own }));
      connection.#opened = true;
      if (early !== undefined) heed.onTrouble(early);
      return connection;
    } catch (error) {
      await connection.close();
      const words = lastWords();
      const said = words === '' ? '' : `; it last wrote: ${reasonOf(words, secrets)}${fixOf(server, words)}`;
      throw new McpServerError(server.name, `can't be reached: ${reasonOf(error, secrets)}${said}`, true);
    }
  }

  /** Whether calls are open. */
  get isBusy(): boolean {
    return this.#calls > 0;
  }

  /** The tools as the server lists them, at most 2,000. */
  async list(signal: AbortSignal): Promise<readonly unknown[]> {
    if (!this.#client.getServerCapabilities()?.tools) return [];
    const listed: unknown[] = [];
    let cursor: unknown;
    for (let page = 0; page < MOST_PAGES && listed.length < MOST_LISTED; page += 1) {
      const params = typeof cursor === 'string' ? { cursor } : {};
      const answer = await this.#request({ method: 'tools/list', params }, { signal, timeout: START_MS });
      listed.push(...listOf(answer.tools));
      cursor = answer.nextCursor;
      if (typeof cursor !== 'string') break;
    }
    return listed.slice(0, MOST_LISTED);
  }

  /** Calls a tool and returns the result as the server gave it. When the signal aborts, the server is told to cancel. */
  async call(
    tool: string,
    args: unknown,
    { signal, meta, onProgress }: McpCallOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    const params = { name: tool, arguments: args as Record<string, unknown>, _meta: meta };
    this.#calls += 1;
    try {
      const request = { method: 'tools/call', params };
      return await this.#request(request, { signal, timeout: CALL_MS, onprogress: onProgress });
    } catch (error) {
      throw this.#tooLong ? new MessageTooLong() : error;
    } finally {
      this.#calls -= 1;
      if (this.#retired && this.#calls === 0) void this.close();
    }
  }

  #request(
    request: Parameters<Client['request']>[0],
    { signal, ...options }: RequestOptions & { readonly signal: AbortSignal },
  ): Promise<Readonly<Record<string, unknown>>> {
    return withOwnSignal(signal, (own) => this.#client.request(request, ANY, { ...options, signal: own }));
  }

  /** Closes once no call is open on it. */
  retire(): void {
    this.#retired = true;
    if (this.#calls === 0) void this.close();
  }

  /** Ends the server's process, or the session, and every open request; never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, GOODBYE_MS)));
    const goodbye = this.#opened && this.#sayGoodbye?.().catch(() => undefined);
    await Promise.race([goodbye, late]);
    clearTimeout(timer);
    await this.#client.close().catch(() => undefined);
  }
}

/** A command line in the place of a program is what people paste. */
function fixOf({ address }: McpServer, words: string): string {
  const isLine = 'command' in address && /\s/.test(address.command) && words.endsWith('ENOENT');
  return isLine ? '. A command is one program: give what follows it in args' : '';
}
