/** The options of `mcpServer`. Rule: secrets are named, never given: a definition holds names of environment variables. */
import { CALL_OPTIONS, type CallOptions } from './tool-options.js';

/** A server that the worker starts as a process of its own and speaks to over stdin and stdout. */
export interface McpCommand {
  /** 1 to 64 letters, digits, `_` or `-`; unique among the agent's servers. */
  readonly name: string;
  /** The program, as `spawn` takes it; no shell reads it. */
  readonly command: string;
  /** @default [] */
  readonly args?: readonly string[];
  /**
   * Names of environment variables of the worker that the server gets beside the usual ones (`PATH`, `HOME`, …). Their
   * values are never recorded nor logged. @default []
   */
  readonly env?: readonly string[];
  /** Folder that the server runs in. @default the worker's own */
  readonly cwd?: string;
}

/** A server that is reached over HTTP (MCP's streamable HTTP). */
export interface McpUrl {
  /** 1 to 64 letters, digits, `_` or `-`; unique among the agent's servers. */
  readonly name: string;
  /** An http or https URL without credentials. */
  readonly url: string;
  /**
   * Headers of every request, by name: each value is the name of the environment variable that holds the header's text,
   * e.g. `{ Authorization: 'DOCS_MCP_AUTHORIZATION' }`. @default {}
   */
  readonly headersEnv?: Readonly<Record<string, string>>;
}

/** Where an MCP server is. */
export type McpAddress = McpCommand | McpUrl;

/** Which tools of a server an agent gets, and how they run: for all of them alike. */
export interface McpToolOptions extends Omit<CallOptions, 'effect'> {
  /** The server's own names of the only tools that are offered. @default all that it lists */
  readonly allow?: readonly string[];
  /** The server's own names of tools that are not offered. @default [] */
  readonly deny?: readonly string[];
  /** What the model reads before each name: letters, digits, `_` and `-`, at most 32; '' for none. @default `<name>_` */
  readonly prefix?: string;
  /**
   * Whether its tools may run again when the end of an attempt is unknown. A server knows nothing of an idempotency key, so
   * only what it calls read-only or idempotent itself runs again by default.
   * @default by the tool's annotations: `'read'`, `'idempotent'`, else `'once'`
   */
  readonly effect?: CallOptions['effect'];
}

/** The options that exist; a key that isn't here is a misspelt one, which is refused. */
export const MCP_TOOL_OPTIONS: Readonly<Record<keyof McpToolOptions, true>> = {
  ...CALL_OPTIONS,
  allow: true,
  deny: true,
  prefix: true,
};
