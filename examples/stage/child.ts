/** A process of an example. Rule: it never outlives the example, and its output goes to a file, not between the lines. */
import { createWriteStream } from 'node:fs';
import { startGuarded, type GuardedProcess } from '../../src/server/guarded-process.js';

/** What to run. */
export interface ChildOptions {
  readonly name: string;
  /** @default Node */
  readonly file?: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** The line by which it says that it is ready. */
  readonly ready: RegExp;
  /** How long that may take, in milliseconds. @default 60_000 */
  readonly readyMs?: number;
}

/** A process that is ready, with the line that said so. */
export interface Child {
  readonly process: GuardedProcess;
  readonly readyLine: string;
}

/** Starts a process and waits until it is ready; one that ends before, or takes too long, is an error with its last lines. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  let onReady: (line: string) => void = () => undefined;
  const ready = new Promise<string>((resolve) => (onReady = resolve));
  const child = await startGuarded({
    file: options.file ?? process.execPath,
    args: options.args,
    env: options.env,
    onLine: (line) => {
      log.write(`${line}\n`);
      if (options.ready.test(line)) onReady(line);
    },
  });
  void child.ended.then(() => log.end());
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, options.readyMs ?? 60_000, undefined)));
  const readyLine = await Promise.race([ready, child.ended.then(() => undefined), late]);
  clearTimeout(timer);
  if (readyLine !== undefined) return { process: child, readyLine };
  await child.stop();
  throw new Error(`${options.name} did not get ready: ${child.lastLines().join(' | ') || 'it printed nothing'}`);
}
