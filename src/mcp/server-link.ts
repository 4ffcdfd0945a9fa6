/**
 * A worker's link to one MCP server. Rule: one connection a server, opened when it is first needed and again when it was
 * lost; no turn waits long for a server, and none loses a call that runs because another had trouble with it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { untilAborted } from '../activities/until-aborted.js';
import type { McpServer } from '../definition/mcp-server.js';
import { ToolError } from '../definition/tool-error.js';
import { McpConnection, type McpCallOptions } from './connection.js';
import { McpServerError, reasonOf, wasRefused, wasTooLong, wasUnsent } from './mcp-error.js';
import type { McpSdk } from './sdk.js';
import { mcpSecrets } from './transport.js';

/** How long a turn waits for a server and its list, in milliseconds. */
const ANSWER_MS = 10_000;
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
  /** How long a turn waits for a server and its list, in milliseconds. @default 10_000 */
  readonly answerMs?: number;
}

/** One server as a worker has it. */
export class ServerLink {
  readonly #ended = new AbortController();
  /** All that are not closed: beside the one in use those on which calls still run. */
  readonly #connections = new Set<Promise<McpConnection>>();
  #current: Promise<McpConnection> | undefined;
  /** What `#current` came to, once it is open. */
  #inUse: McpConnection | undefined;
  #listed: readonly unknown[] | undefined;
  #failures = 0;
  #askAgainAt = 0;
  #lastFailure: McpServerError | undefined;

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
    const { answerMs = ANSWER_MS } = this.site;
    const late = AbortSignal.timeout(answerMs);
    const asked: McpConnection[] = [];
    try {
      this.#listed = await this.#listTwice(AbortSignal.any([signal, late]), asked);
      this.#failures = 0;
      this.#lastFailure = undefined;
      return this.#listed;
    } catch (error) {
      signal.throwIfAborted();
      const [connection] = asked;
      // Many servers do one thing after the other: what they listed last holds while they are at a call.
      if (late.aborted && this.#listed && connection?.isBusy) return this.#listed;
      if (late.aborted && connection && !connection.isBusy) this.#retire(connection);
      this.#failures += 1;
      this.#askAgainAt = Date.now() + Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), MOST_PAUSE_MS);
      const slow = new McpServerError(this.server.name, `it did not answer within ${answerMs / 1_000} s`, false);
      this.#lastFailure = late.aborted ? slow : this.#failureOf(error, "can't list its tools");
      throw this.#lastFailure;
    }
  }

  /**
   * Calls a tool.
   * @throws {ToolError} when the server refuses the request itself, or its answer is too long.
   * @throws {McpServerError} when it can't be reached, or is lost in the midst of the call.
   */
  async call(tool: string, args: unknown, options: McpCallOptions): Promise<Readonly<Record<string, unknown>>> {
    for (let tries = 1; ; tries += 1) {
      let connection: McpConnection | undefined;
      try {
        connection = await untilAborted(this.#open(), options.signal);
        return await connection.call(tool, args, options);
      } catch (error) {
        options.signal.throwIfAborted();
        if (wasTooLong(error)) throw new ToolError(this.#failureOf(error, 'the tool ran').message, { cause: error });
        const failure = this.#failureOf(error, 'failed in the midst of the call, which may have taken effect');
        if (wasRefused(error)) throw new ToolError(failure.message, { cause: error });
        if (!wasUnsent(error) || tries === TRIES) throw failure;
        if (connection) this.#retire(connection);
        await delay(FIRST_PAUSE_MS, undefined, { signal: options.signal });
      }
    }
  }

  /** Ends all connections for good. */
  async close(): Promise<void> {
    this.#ended.abort(new Error('the worker is shutting down'));
    const closing = [...this.#connections].map(async (opening) => (await opening).close());
    await Promise.allSettled(closing);
  }

  /** A session that the server forgot, e.g. since it was restarted, shows only when it is used. */
  async #listTwice(signal: AbortSignal, asked: McpConnection[]): Promise<readonly unknown[]> {
    const known = this.#current;
    const connection = await untilAborted(this.#open(), signal);
    asked.unshift(connection);
    try {
      return await connection.list(signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!wasUnsent(error)) throw error;
      this.#retire(connection);
      if (!known) throw error;
      const other = await untilAborted(this.#open(), signal);
      asked.unshift(other);
      return other.list(signal);
    }
  }

  /** The open connection, or the one that is being opened: all who need it wait for the same one. */
  #open(): Promise<McpConnection> {
    if (this.#ended.signal.aborted) {
      return Promise.reject(new McpServerError(this.server.name, 'the worker is shutting down', true));
    }
    this.#current ??= this.#openAnew();
    return this.#current;
  }

  #openAnew(): Promise<McpConnection> {
    const { sdk, version, warn } = this.site;
    let told = false;
    const onClosed = () => {
      this.#connections.delete(opening);
      if (this.#current !== opening) return;
      this.#current = undefined;
      this.#inUse = undefined;
    };
    const onTrouble = (reason: string) => {
      // A server that prints to stdout does so again and again: one line a connection.
      if (!told) warn(`MCP server "${this.server.name}": ${reason}`);
      told = true;
    };
    const heed = { signal: this.#ended.signal, onTrouble, onClosed };
    const opening = McpConnection.open(this.server, sdk, version, heed);
    this.#connections.add(opening);
    // Whoever waited no longer is told by the next list that it is there now.
    const onOpen = (connection: McpConnection) => {
      this.#askAgainAt = 0;
      if (this.#current === opening) this.#inUse = connection;
    };
    opening.then(onOpen, onClosed);
    return opening;
  }

  /** Uses it no longer; calls that are open on it may end. */
  #retire(connection: McpConnection): void {
    if (this.#inUse === connection) {
      this.#current = undefined;
      this.#inUse = undefined;
    }
    connection.retire();
  }

  #failureOf(error: unknown, what: string): McpServerError {
    if (error instanceof McpServerError) return error;
    const reason = reasonOf(error, mcpSecrets(this.server));
    return new McpServerError(this.server.name, wasRefused(error) ? reason : `${what}: ${reason}`, wasUnsent(error));
  }
}
