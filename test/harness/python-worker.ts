/** A Python worker of a test, in the environment of the Python example. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { pythonWith, type FoundPython } from '../../examples/stage/python.js';

/** The interpreter, or why there is none. */
export const foundPython: FoundPython = await pythonWith(
  new URL('../../examples/python-tool/requirements.txt', import.meta.url),
);

/** A test that needs Python; skipped, and said so, where there is none. */
export function pythonTest(title: string, run: () => Promise<void>): void {
  if ('missing' in foundPython) test.skip(`${title} (skipped: ${foundPython.missing})`, run);
  else test(title, run, 300_000);
}

/** A running worker. */
export interface PythonWorker {
  /** Resolves once it has printed this line. */
  readonly printed: (line: string) => Promise<void>;
  /** Resolves once it is gone, also by itself. */
  readonly gone: Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** Starts a worker; resolves once it has printed `ready`. */
export async function startPython(file: string, args: readonly string[], address: string): Promise<PythonWorker> {
  const { python } = foundPython as { python: string };
  const child = spawn(python, [file, ...args], {
    env: { ...process.env, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default' },
    // It prints a trace for each call that fails.
    stdio: ['ignore', 'pipe', process.env.EVERYCALL_TEST_LOG === '1' ? 'inherit' : 'ignore'],
  });
  const gone = once(child, 'exit');
  const lines = new Set<string>();
  const words = new EventEmitter();
  createInterface(child.stdout).on('line', (line) => {
    lines.add(line);
    words.emit(line);
  });
  const printed = async (line: string) => {
    if (!lines.has(line)) await once(words, line);
  };
  const early = gone.then(() => Promise.reject(new Error('the Python worker ended before it was ready')));
  early.catch(() => undefined);
  await Promise.race([printed('ready'), early]);
  const stop = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { printed, gone, stop };
}
