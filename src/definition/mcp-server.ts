/**
 * `mcpServer`: the tools of an MCP server for an agent. Rule: a mistake is refused here; what the server lists is known
 * only when a turn begins, so its tools are made then, by the options that were checked here.
 */
import type { Effect } from '../protocol/effect.js';
import { DefinitionError } from './definition-error.js';
import { readMcpAddress } from './mcp-address.js';
import { MCP_TOOL_OPTIONS, type McpAddress, type McpToolOptions } from './mcp-server-options.js';
import type { OptionCheck } from './option-check.js';
import type { JsonSchema } from './json-schema-type.js';
import type { ToolContext } from './tool-context.js';
import { defineTool, type Tool } from './tool.js';

const MOST_NAMES = 1_000;
const NAME_CHARS = 256;
const PREFIX = /^[a-zA-Z0-9_-]{0,32}$/;

/** An MCP server, for an agent's `tools`. */
export interface McpServer {
  readonly kind: 'mcp';
  readonly name: string;
  readonly address: McpAddress;
  readonly prefix: string;
  /** The effect of all its tools; undefined when each tool's annotations say it. */
  readonly effect: Effect | undefined;
  /** Whether a tool of this name, as the server has it, is offered. */
  readonly offers: (tool: string) => boolean;
  /** The names in `allow`, which the server is expected to have. */
  readonly allow: readonly string[];
  /** Makes the tool. Throws a DefinitionError when it can't be sent to a model service. */
  readonly makeTool: (listed: McpTool) => Tool<unknown>;
  /** What is made of the outputs of its tools. */
  readonly output: Tool['output'];
  /** What goes into the agent's digest. */
  readonly digested: unknown;
}

/** What a tool of a server is made of. */
export interface McpTool {
  /** As the model calls it. */
  readonly name: string;
  /** As the server has it. */
  readonly tool: string;
  readonly description: string;
  readonly parameters: JsonSchema;
  readonly effect: Effect;
  readonly execute: (args: unknown, context: ToolContext) => unknown;
}

/**
 * Defines an MCP server whose tools an agent gets. Each worker keeps one connection to it and lists its tools when a turn
 * begins; they run as activities like any other tool. Needs the package `@modelcontextprotocol/sdk` where the worker runs.
 * Throws a DefinitionError that prints the bad value.
 */
export function mcpServer(address: McpAddress, options: McpToolOptions = {}): McpServer {
  const { check, address: read } = readMcpAddress(address);
  check.known('options', options, Object.keys(MCP_TOOL_OPTIONS));
  const { allow, deny = [], prefix = `${read.name.slice(0, 31)}_`, effect, ...shared } = options;
  const allowed = allow === undefined ? undefined : readNames(check, 'allow', allow);
  const denied = readNames(check, 'deny', deny);
  if (typeof prefix !== 'string' || !PREFIX.test(prefix)) {
    check.refuse({ option: 'prefix', value: prefix, expected: "'' or up to 32 letters, digits, _ or -" });
  }
  const makeTool = ({ tool, ...given }: McpTool): Tool<unknown> => {
    // `once` has one attempt whatever the others are retried by.
    const { retry: _, ...others } = shared;
    const retried = given.effect === 'once' && effect === undefined ? others : shared;
    const made = defineTool({ ...retried, ...given });
    return Object.freeze({ ...made, policy: { ...made.policy, mcp: { server: read.name, tool } } });
  };
  const { output } = probe(check, makeTool, effect);
  return Object.freeze({
    kind: 'mcp' as const,
    name: read.name,
    address: read,
    prefix,
    effect,
    offers: (tool: string) => (allowed?.has(tool) ?? true) && !denied.has(tool),
    allow: [...(allowed ?? [])],
    makeTool,
    output,
    digested: { address: read, prefix, effect, allow, deny, ...shared },
  });
}

function readNames(check: OptionCheck, option: string, names: unknown): ReadonlySet<string> {
  if (!Array.isArray(names) || names.length > MOST_NAMES) {
    return check.refuse({
      option,
      value: names,
      expected: `a list of at most ${MOST_NAMES} names of the server's tools`,
    });
  }
  return new Set(names.map((name, index) => check.text(`${option}[${index}]`, name, NAME_CHARS)));
}

/** Makes a tool by the options, so that a mistake in them is refused when defining, in the server's name. */
function probe(check: OptionCheck, makeTool: McpServer['makeTool'], effect: Effect | undefined): Tool<unknown> {
  const parameters = { type: 'object' } as const;
  const any = { name: 'any', tool: 'any', description: 'Any tool.', parameters, execute: () => undefined };
  try {
    return makeTool({ ...any, effect: effect ?? 'idempotent' });
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    const { option, value, expected, fix } = error;
    return check.refuse({ option, value, expected, ...(fix !== undefined && { fix }) });
  }
}
