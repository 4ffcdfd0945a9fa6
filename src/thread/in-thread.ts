/** `inThread`: a tool's code in a thread of its own, for work that would block the worker's event loop. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { content } from '../definition/content.js';
import { DefinitionError } from '../definition/definition-error.js';
import type { ToolContext } from '../definition/tool-context.js';
import { unpackError } from './packed-error.js';
import { runInPool } from './thread-pool.js';

/** An `execute` for `defineTool`. */
export type ThreadExecute = (args: unknown, toolContext: ToolContext) => Promise<unknown>;

/**
 * An `execute` that runs a module's default export in a thread: `execute: inThread(new URL('./analyze.js', import.meta.url))`.
 * The function gets the parsed arguments and a {@link ThreadCall}; what it takes and returns is copied, so it must be
 * data. When the call is cancelled or its time is over, the thread is ended, whatever it does.
 *
 * Threads are shared by all tools of the process, one a core; a call that waits for one uses its attempt's time.
 * Needs the package piscina.
 * @param file URL of the module, JavaScript or TypeScript; where `./x.js` is missing, `./x.ts` is taken.
 * @throws {DefinitionError} when there is no such file, or piscina is not installed.
 */
export function inThread(file: URL): ThreadExecute {
  const path = modulePath(file);
  checkInstalled();
  return async (args, { signal, heartbeat: _heartbeat, log: _log, ...call }) => {
    const reply = await runInPool({ file: path, args, call }, signal);
    if ('thrown' in reply) throw unpackError(reply.thrown);
    return 'content' in reply ? content(reply.content) : reply.value;
  };
}

function modulePath(file: unknown): string {
  const expected = "the URL of a file that exists, as in inThread(new URL('./analyze.js', import.meta.url))";
  const refuse = (value: unknown): never => {
    throw new DefinitionError({ kind: 'tool', name: undefined, option: 'execute', value, expected });
  };
  if (!(file instanceof URL) || file.protocol !== 'file:') return refuse(file instanceof URL ? file.href : file);
  const path = fileURLToPath(file);
  const source = path.replace(/\.([cm]?)js$/, '.$1ts');
  return [path, source].find((each) => existsSync(each)) ?? refuse(path);
}

function checkInstalled(): void {
  try {
    createRequire(import.meta.url).resolve('piscina');
  } catch {
    throw new DefinitionError({
      kind: 'tool',
      name: undefined,
      option: 'execute',
      value: 'inThread(…)',
      expected: 'the package piscina, which runs the threads',
      fix: 'Run npm install piscina.',
    });
  }
}
