/**
 * Loads an agents file, TypeScript or JavaScript: its default export is an agent, a list of agents, or the object that
 * `runWorker` takes. Rule: whatever is wrong with it is one line that names the file, and the place in it where known.
 */
import { stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import type { Agent } from '../definition/agent.js';
import { checkAgents } from '../definition/check-agents.js';
import { printedValue } from '../definition/printed-value.js';
import type { EverycallWorkerOptions } from './worker-options.js';

/** An agents file can't be used. Its message is one line. */
export class AgentsFileError extends Error {
  override readonly name = 'AgentsFileError';

  constructor(
    /** As it was given. */
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
    /** `file:line:column` of what threw, where it is known. */
    readonly at?: string,
  ) {
    super(`agents file ${file}: ${reason}`, options);
  }
}

const EXPECTED = 'an agent, a list of agents, or the object that runWorker takes ({ agents, … })';

/**
 * The worker's options that the file gives; `agents` is checked, the rest is as it stands there.
 * @throws {AgentsFileError} for a file that is missing or throws, and for a default export that is none of the three.
 */
export async function loadAgentsFile(file: string): Promise<EverycallWorkerOptions> {
  const path = resolve(file);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new AgentsFileError(file, `there is no such file (looked for ${path})`);
  if (!found.isFile()) throw new AgentsFileError(file, 'this is no file');
  let loaded: unknown;
  try {
    loaded = await createJiti(import.meta.url).import(path);
  } catch (cause) {
    const at = isErrorLike(cause) ? placeIn(String(cause.stack), path) : undefined;
    throw new AgentsFileError(file, whyNotLoaded(cause, at), { cause }, at);
  }
  if (typeof loaded !== 'object' || loaded === null || !('default' in loaded)) {
    throw new AgentsFileError(file, `it has no default export; expected ${EXPECTED}`);
  }
  const options = asOptions(file, loaded.default);
  try {
    return { ...options, agents: [...checkAgents(options.agents).values()] };
  } catch (cause) {
    throw new AgentsFileError(file, reasonOf(cause), { cause });
  }
}

function asOptions(file: string, value: unknown): EverycallWorkerOptions {
  if (Array.isArray(value)) return { agents: value as Agent[] };
  if (typeof value === 'object' && value !== null) {
    if ('kind' in value && value.kind === 'agent') return { agents: [value as Agent] };
    // `agents` is checked next; the other options are checked by the worker itself.
    if ('agents' in value) return value as EverycallWorkerOptions;
  }
  throw new AgentsFileError(file, `its default export is ${printedValue(value)}; expected ${EXPECTED}`);
}

function whyNotLoaded(error: unknown, at: string | undefined): string {
  const reason = reasonOf(error);
  return at === undefined || reason.includes(at) ? reason : `${reason} (at ${at})`;
}

/** One line. A module that isn't found is followed by the files that wanted it, which say nothing here. */
function reasonOf(error: unknown): string {
  if (!isErrorLike(error)) return `it threw ${printedValue(error)}`;
  const message = String(error.message).split('\nRequire stack:')[0] ?? '';
  return message.replace(/\s+/g, ' ').trim() || 'it threw an error without a message';
}

/** everycall's own folder: a definition is refused in it, but stands elsewhere. */
const OWN = fileURLToPath(new URL('..', import.meta.url));

/** `file:line:column` of the innermost stack frame in the file's folder: tools may stand in another file of it. */
function placeIn(stack: string, path: string): string | undefined {
  const folder = `${dirname(path)}${sep}`;
  const isTheirs = (line: string) => line.includes(folder) && !line.includes(OWN) && !line.includes('node_modules');
  const line = stack.split('\n').find(isTheirs);
  return line && /^[^\n]*?:\d+:\d+/.exec(line.slice(line.indexOf(folder)))?.[0];
}

/** By shape: errors of Node itself are of another realm under a test runner. */
function isErrorLike(value: unknown): value is { readonly message: unknown; readonly stack?: unknown } {
  return typeof value === 'object' && value !== null && 'message' in value;
}
