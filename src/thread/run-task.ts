/** What a thread runs: the default export of a call's module, JavaScript or TypeScript. Loaded by piscina, never imported. */
import { pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { isContent } from '../definition/content.js';
import { ToolError } from '../definition/tool-error.js';
import { packError } from './packed-error.js';
import type { ThreadReply, ThreadTask } from './thread-task.js';

const modules = new Map<string, Promise<unknown>>();

/** Runs one call; an error comes back as data. */
export default async function runTask({ file, args, call }: ThreadTask): Promise<ThreadReply> {
  try {
    const run = await defaultExport(file);
    const value = await run(args, call);
    return isContent(value) ? { content: value.parts } : { value: copied(value) };
  } catch (thrown) {
    return { thrown: packError(thrown) };
  }
}

/** What can't be copied fails alike in each attempt; left to the message port it would end the thread without a word. */
function copied(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (error) {
    throw new ToolError(`what a thread returns must be data: ${error instanceof Error ? error.message : 'it is none'}`);
  }
}

async function defaultExport(file: string): Promise<(args: unknown, call: unknown) => unknown> {
  const loaded = modules.get(file) ?? load(file);
  modules.set(file, loaded);
  const module = await loaded;
  const run = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  if (typeof run !== 'function') throw new TypeError(`${file} has no function as its default export`);
  return run as (args: unknown, call: unknown) => unknown;
}

/** Node 20 can't import TypeScript. */
function load(file: string): Promise<unknown> {
  return /\.[cm]?ts$/.test(file) ? createJiti(import.meta.url).import(file) : import(pathToFileURL(file).href);
}
