/**
 * A worker's link to one MCP server. Rule: one connection a server, opened when it is first needed and again when it was
 * lost; a server that fails is asked again after a pause that grows up to 30 s, so that no turn waits for it each time.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { untilAborted } from '../activities/until-aborted.js';
import type { McpServer } from '../definition/mcp-server.js';
import { ToolError } from '../definition/tool-error.js';
import { ANSWER_MS, McpConnection, type McpCallOptions } from './connection.js';
import { McpServerError, reasonOf, wasRefused, wasUnsent } from './mcp-error.js';
import type { McpSdk } from './sdk.js';
import { mcpSecrets } from './transport.js';

const FIRST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 30_000;
/** Times that one call tries to reach the server. */
const TRIES = 2;

/** What a link works with. */
export interface LinkSite {
  readonly sdk: McpSdk;
  /** Version of everycall, which servers are told. */
  readonly version: string;
  readonly warn: (message: string) => void;
  /** Bound of a server's greeting, and of a page of its list, in milliseconds. @default 10_000 */
  readonly answerMs?: number;
}

/** One server as a worker has it. */
export class ServerLink {
  #connection: Promise<McpConnection> | undefined;
  #failures = 0;
  #askAgainAt = 0;
  #lastFailure: McpServerError | undefined;
  #closed = false;

  constructor(
    readonly server: McpServer,
    readonly site: LinkSite,
  ) {}

  /**
   * The tools as the server lists them now. A server that failed a moment ago isn't asked again.
   * @throws {McpServerError}
   */
  async list(signal: AbortSignal): Promise<readonly unknown[]> {
    if (this.#lastFailure && Date.now() < this.#askAgainAt) throw this.#lastFailure;
    try {
      const listed = await this.#listTwice(signal);
      this.#failures = 0;
      this.#lastFailure = undefined;
      return listed;
    } catch (error) {
      signal.throwIfAborted();
      this.#failures += 1;
      this.#askAgainAt = Date.now() + Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), MOST_PAUSE_MS);
      this.#lastFailure = this.#failureOf(error, "can't list its tools");
      throw this.#lastFailure;
    }
  }

  /**
   * Calls a tool.
   * @throws {ToolError} when the server refuses the request itself.
   * @throws {McpServerError} when it can't be reached, or is lost in the midst of the call.
   */
  async call(tool: string, args: unknown, options: McpCallOptions): Promise<Readonly<Record<string, unknown>>> {
    for (let tries = 1; ; tries += 1) {
      try {
        const connection = await untilAborted(this.#open(), options.signal);
        return await connection.call(tool, args, options);
      } catch (error) {
        options.signal.throwIfAborted();
        const failure = this.#failureOf(error, 'failed in the midst of the call, which may have taken effect');
        if (wasRefused(error)) throw new ToolError(failure.message, { cause: error });
        if (!wasUnsent(error) || tries === TRIES) throw failure;
        await this.#drop();
        await delay(FIRST_PAUSE_MS, undefined, { signal: options.signal });
      }
    }
  }

  /** Ends the connection for good. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#drop();
  }

  /** A session that the server forgot, e.g. since it was restarted, shows only when it is used. */
  async #listTwice(signal: AbortSignal): Promise<readonly unknown[]> {
    const known = this.#connection;
    const connection = await untilAborted(this.#open(), signal);
    try {
      return await connection.list(signal);
    } catch (error) {
      signal.throwIfAborted();
      await this.#drop();
      if (!known || !wasUnsent(error)) throw error;
      return (await untilAborted(this.#open(), signal)).list(signal);
    }
  }

  /** The open connection, or the one that is being opened: all who need it wait for the same one. */
  #open(): Promise<McpConnection> {
    if (this.#closed) return Promise.reject(new McpServerError(this.server.name, 'the worker is shutting down', true));
    this.#connection ??= this.#openAnew();
    return this.#connection;
  }

  #openAnew(): Promise<McpConnection> {
    const { sdk, version, warn, answerMs = ANSWER_MS } = this.site;
    let told = false;
    const forget = () => {
      if (this.#connection === opening) this.#connection = undefined;
    };
    const onTrouble = (reason: string) => {
      // A server that prints to stdout does so again and again: one line a connection.
      if (!told) warn(`MCP server "${this.server.name}": ${reason}`);
      told = true;
    };
    const opening = McpConnection.open(this.server, sdk, version, { answerMs, onTrouble, onClosed: forget });
    opening.catch(forget);
    return opening;
  }

  async #drop(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await (await connection?.catch(() => undefined))?.close();
  }

  #failureOf(error: unknown, what: string): McpServerError {
    if (error instanceof McpServerError) return error;
    const reason = reasonOf(error, mcpSecrets(this.server));
    return new McpServerError(this.server.name, wasRefused(error) ? reason : `${what}: ${reason}`, wasUnsent(error));
  }
}
