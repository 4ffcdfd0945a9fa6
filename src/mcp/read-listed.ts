/**
 * From the tools that a server lists to tools of ours. Rule: a tool that can't be offered is left out with a line that says
 * why, and takes none of the others with it. Pure.
 */
import { AGENT_BOUNDS, TOOL_BOUNDS } from '../definition/bounds.js';
import { DefinitionError } from '../definition/definition-error.js';
import { describeThrown } from '../definition/describe-error.js';
import type { McpServer, McpTool } from '../definition/mcp-server.js';
import type { Tool } from '../definition/tool.js';
import type { Effect } from '../protocol/effect.js';
import { digest } from '../protocol/head.js';
import { fieldsOf, isJson, type Json } from '../protocol/json.js';
import { clip } from '../protocol/outcome-text.js';
import { widened } from './widen-schema.js';

const NAME_CHARS = 64;
/** Longest name of a tool as a server may have it: the workflow records it. */
const OWN_NAME_CHARS = 256;
/** Largest schema of one tool, in characters of JSON. */
const SCHEMA_CHARS = 100_000;
/** What all tools of a server may have together: far more than a model reads with profit. */
const ALL_CHARS = 500_000;
/** Tools that are left out by a line each; the others are counted. */
const MOST_LINES = 20;

/** What became of a list. */
export interface ReadListed {
  readonly tools: readonly Tool[];
  /** A line for each tool, or group of tools, that is not offered and was not meant to be left out. */
  readonly leftOut: readonly string[];
}

/** Makes the tools that a server lists, at most so many; `run` is what each does. */
export function readListed(
  server: McpServer,
  listed: readonly unknown[],
  run: (tool: string) => McpTool['execute'],
  known: ReadonlyMap<string, Tool> = new Map(),
  most: number = AGENT_BOUNDS.tools,
): ReadListed & { readonly byJson: ReadonlyMap<string, Tool> } {
  const tools = new Map<string, Tool>();
  const byJson = new Map<string, Tool>();
  const leftOut: string[] = [];
  const names = new Set<string>();
  const clashing = clashingNames(server, listed);
  let chars = 0;
  let over = 0;
  for (const each of listed) {
    const given = fieldsOf(each);
    const tool = given.name;
    if (typeof tool !== 'string' || tool === '') leftOut.push('a tool without a name');
    if (typeof tool !== 'string' || tool === '' || !server.offers(tool)) continue;
    names.add(tool);
    if (tools.size >= most) {
      over += 1;
      continue;
    }
    const name = offeredName(server.prefix, tool, clashing);
    try {
      if (tools.has(name)) throw new TypeError('it is listed twice');
      if (tool.length > OWN_NAME_CHARS) throw new TypeError(`its name has more than ${OWN_NAME_CHARS} characters`);
      const json = JSON.stringify(given);
      if (chars + json.length > ALL_CHARS)
        throw new TypeError(`with it the tools have more than ${ALL_CHARS} characters`);
      const same = known.get(json);
      const made = same?.name === name ? same : makeTool(server, { ...given, name: tool }, name, run(tool));
      chars += json.length;
      tools.set(name, made);
      byJson.set(json, made);
    } catch (error) {
      leftOut.push(`tool ${clip(tool, 64)}: ${whyNot(error)}`);
    }
  }
  const missing = server.allow.filter((tool) => !names.has(tool));
  if (missing.length > 0) leftOut.push(`it has no tool ${missing.join(', ')}, which allow names`);
  if (over > 0) leftOut.push(tooMany(listed.length, over));
  return { tools: [...tools.values()], leftOut: boundedLines(leftOut), byJson };
}

function boundedLines(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `${lines.length - MOST_LINES} more such faults in its list`];
}

/** The line about tools that are beyond what a service takes. */
export function tooMany(listed: number, over: number): string {
  return `it lists ${listed} tools, of which ${over} are left out: a service takes ${AGENT_BOUNDS.tools} in all; name those that are needed in allow`;
}

function makeTool(
  server: McpServer,
  given: Json & { readonly name: string },
  name: string,
  execute: McpTool['execute'],
): Tool<unknown> {
  const { name: tool, title, description, inputSchema, annotations, execution } = given;
  if (fieldsOf(execution).taskSupport === 'required') throw new TypeError('it runs as an MCP task alone');
  if (!isJson(inputSchema)) throw new TypeError('it has no input schema');
  if (JSON.stringify(inputSchema).length > SCHEMA_CHARS) {
    throw new TypeError(`its schema has more than ${SCHEMA_CHARS} characters`);
  }
  const said = [description, title].find((text) => typeof text === 'string' && text.trim() !== '');
  const words = typeof said === 'string' ? said : `Tool ${tool} of ${server.name}.`;
  const made = server.makeTool({
    name,
    tool,
    description: clip(words.toWellFormed(), TOOL_BOUNDS.descriptionChars),
    parameters: inputSchema,
    effect: server.effect ?? effectOf(fieldsOf(annotations)),
    execute,
  });
  return Object.freeze({ ...made, jsonSchema: widened(made.jsonSchema) });
}

/** The effect by what a server says of its tool. */
function effectOf({ readOnlyHint, idempotentHint }: Json): Effect {
  if (readOnlyHint === true) return 'read';
  return idempotentHint === true ? 'idempotent' : 'once';
}

/** Names that several of the tools would be offered by, since other characters than services take become the same. */
function clashingNames(server: McpServer, listed: readonly unknown[]): ReadonlySet<string> {
  const tools = new Set(listed.map((each) => fieldsOf(each).name).filter((name) => typeof name === 'string'));
  const seen = new Set<string>();
  const clashing = new Set<string>();
  for (const tool of tools) {
    const name = offeredName(server.prefix, tool);
    if (seen.has(name)) clashing.add(name);
    seen.add(name);
  }
  return clashing;
}

/**
 * The name that services take (`^[a-zA-Z0-9_-]{1,64}$`). One that is too long, or that others of the server would have, too,
 * is told apart by a digest: so it never is another tool's in a later turn, whatever is listed then.
 */
export function offeredName(prefix: string, tool: string, clashing: ReadonlySet<string> = new Set()): string {
  const name = `${prefix}${tool}`.replaceAll(/[^a-zA-Z0-9_-]/g, '_');
  const fits = name.length <= NAME_CHARS;
  return fits && !clashing.has(name) ? name : `${name.slice(0, NAME_CHARS - 9)}_${digest(tool).slice(0, 8)}`;
}

function whyNot(error: unknown): string {
  const text = error instanceof DefinitionError ? error.problem.replace(/^tool "[^"]*": /, '') : describeThrown(error);
  return clip(text.replace(/\s+/g, ' '), 300);
}
