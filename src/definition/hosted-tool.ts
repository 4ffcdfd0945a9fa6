/**
 * A hosted tool: the service runs it by itself, in the midst of an answer. Isolated, it is an ordinary function tool that
 * asks the service in a request of its own, so that it fans out with the others.
 */
import { z } from 'zod';
import { AGENT_BOUNDS } from './bounds.js';
import { OptionCheck } from './option-check.js';
import { hostedKind, isolableTypes, usableTypes, type HostedKind, type HostedSpec } from './hosted-kind.js';
import { notJson } from './json-value.js';
import { nearest } from './nearest.js';
import { defineTool, type Tool } from './tool.js';

/** Bound of an isolated call, attempts and pauses included. */
const ISOLATED_TIME = '2m';
/** Longest text that is asked. */
const QUERY_CHARS = 4_000;

/** Options of an isolated tool beside the service's own fields. */
const ISOLATED_OPTIONS = ['name', 'description', 'model'];
/** Words shorter than this are near each other by chance. */
const LEAST_COMPARED = 5;

/** A tool that the service runs by itself: for an agent's `tools` on the Responses API. */
export interface HostedTool {
  readonly kind: 'hosted';
  /** As it is sent. */
  readonly spec: HostedSpec;
}

/** A hosted tool as the service has it: its type and the service's own fields. */
export interface HostedToolOptions {
  /** E.g. `'web_search'`, `'file_search'`, `'code_interpreter'`, `'image_generation'`, `'mcp'`. */
  readonly type: string;
  readonly isolate?: false;
  /** Fields of the service, in its own words: `vector_store_ids`, `container`, `filters`, … */
  readonly [field: string]: unknown;
}

/** A hosted tool as a function tool of its own. */
export interface IsolatedToolOptions {
  /** A type that a text alone can ask: `'web_search'`, `'file_search'` and their dated forms. */
  readonly type: string;
  readonly isolate: true;
  /** The function's name. @default `'web_search'` or `'file_search'` */
  readonly name?: string;
  /** What the model is told of it. @default what the tool does, and that searches can be asked for at once */
  readonly description?: string;
  /** Model that searches. @default the agent's */
  readonly model?: string;
  /** Fields of the service, in its own words. */
  readonly [field: string]: unknown;
}

/**
 * A tool that the service runs, for an agent's `tools`. With `isolate: true` it is a function tool instead, which takes
 * `{ query }`, has two minutes and returns a text with its sources; the agent may then use either API.
 * Throws a DefinitionError for kinds that can't be run or isolated, and prints the bad value.
 */
export function hostedTool(options: IsolatedToolOptions): Tool<unknown>;
export function hostedTool(options: HostedToolOptions): HostedTool;
export function hostedTool(options: HostedToolOptions | IsolatedToolOptions): HostedTool | Tool<unknown> {
  const { type, isolate, ...rest } = readOptions(options);
  const check = new OptionCheck('hosted tool', type);
  const isolated = check.boolean('isolate', isolate ?? false);
  const kind = hostedKind(type);
  if (kind?.refused) {
    const expected = `one of ${usableTypes().join(', ')} (${kind.refused.reason})`;
    check.refuse({ option: 'type', value: type, expected, fix: kind.refused.fix });
  }
  checkNames(check, rest, [...(isolated ? ISOLATED_OPTIONS : []), ...(kind?.names ?? []), 'isolate']);
  if (isolated) return isolatedTool(check, type, kind, rest);
  return Object.freeze({ kind: 'hosted' as const, spec: readSpec(check, kind, { type, ...rest }) });
}

function isolatedTool(
  check: OptionCheck,
  type: string,
  kind: HostedKind | undefined,
  { name, description, model, ...fields }: Readonly<Record<string, unknown>>,
): Tool<unknown> {
  if (kind?.isolated === undefined) {
    const expected = `false for this type: a text alone can ask only ${isolableTypes().join(', ')}`;
    check.refuse({ option: 'isolate', value: true, expected, fix: 'Leave isolate out to have the service run it.' });
  }
  const spec = readSpec(check, kind, { type, ...fields });
  const asks = { spec, ...(model !== undefined && { model: check.text('model', model, AGENT_BOUNDS.modelChars) }) };
  // The worker runs it: see activities/hosted-call. Its execute only stands for one, so that the definition is checked.
  const { execute: _, ...tool } = defineTool({
    name: (name ?? (type.startsWith('web') ? 'web_search' : type)) as string,
    description: (description ?? kind.isolated) as string,
    parameters: z.object({ query: z.string().min(1).max(QUERY_CHARS).describe('What to search for, in full words.') }),
    effect: 'read',
    timeout: ISOLATED_TIME,
    deadline: ISOLATED_TIME,
    execute: () => undefined,
  });
  return Object.freeze({ ...tool, asks: Object.freeze(asks) });
}

/** Refuses a name that is nearly one of these: a misspelt one. Any other is the service's own matter, and may be new. */
function checkNames(check: OptionCheck, fields: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const stray = Object.keys(fields).find(
    (key) => key.length >= LEAST_COMPARED && !known.includes(key) && nearest(key, known) !== undefined,
  );
  if (stray === undefined) return;
  check.refuse({ option: stray, expected: `one of ${known.join(', ')}`, stray: { key: stray, known } });
}

function readOptions(options: unknown): { type: string; isolate?: unknown; [field: string]: unknown } {
  const nameless = new OptionCheck('hosted tool', undefined);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return nameless.refuse({ option: 'options', value: options, expected: "an object with a type, e.g. 'web_search'" });
  }
  const { type, ...rest } = options as Record<string, unknown>;
  return { ...rest, type: nameless.text('type', type, 64) };
}

/** The fields as they are sent: a copy, since what is sent must not change behind the agent's digest. */
function readSpec(check: OptionCheck, kind: HostedKind | undefined, fields: HostedSpec): HostedSpec {
  const lost = notJson(fields);
  if (lost) {
    const option = lost.path.join('.') || 'options';
    // Headers and tokens of an MCP server may be among the fields.
    check.refuse({ option, hidden: true, expected: `what JSON can hold, not ${lost.message}` });
  }
  for (const { option, expected, fits } of kind?.fields ?? []) {
    if (!fits(fields)) check.refuse({ option, value: fields[option], expected });
  }
  return Object.freeze(JSON.parse(JSON.stringify(fields)) as HostedSpec);
}
