/** Child processes of the benches. Rule: a child ends when its parent does, whatever happened to it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A child process that answers questions. */
export interface Child {
  /** What it said when it was ready. */
  readonly ready: unknown;
  /** Asks it a question and resolves with the answer; one at a time. */
  ask(question: string): Promise<unknown>;
  /** Tells it to end, and resolves once it has. */
  stop(): Promise<void>;
}

/** A child process ended when it should not have. */
export class ChildEnded extends Error {
  override readonly name = 'ChildEnded';

  constructor(
    readonly file: string,
    readonly code: number | null,
  ) {
    super(`${file} ended with code ${code}`);
  }
}

/**
 * Starts a file of this folder with one argument; resolves once it is ready. One that ends later without being told to ends
 * the bench, whose turns would wait for ever. @throws {ChildEnded} when it ends first.
 */
export async function startChild(file: string, argument: unknown): Promise<Child> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, [JSON.stringify(argument)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ready = await nextMessage(child, file);
  const onExit = (code: number | null) => {
    console.error(new ChildEnded(file, code).message);
    process.exit(1);
  };
  child.once('exit', onExit);
  return {
    ready,
    ask(question) {
      child.send(question);
      return nextMessage(child, file);
    },
    async stop() {
      child.off('exit', onExit);
      const ended = once(child, 'exit');
      if (child.connected) child.send('stop');
      await ended;
    },
  };
}

function nextMessage(child: ChildProcess, file: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new ChildEnded(file, code));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message);
    });
  });
}

/** In a child: what it was started with. */
export function childArgument(): unknown {
  return JSON.parse(process.argv[2] ?? 'null');
}

/** In a child: says that it is ready, answers questions, and ends when told to or when the parent is gone. */
export function serveParent(ready: unknown, answer: (question: string) => unknown, stop: () => Promise<void>): void {
  process.on('message', (question: string) => {
    if (question === 'stop') void stop().finally(() => process.exit(0));
    else process.send!(answer(question));
  });
  process.on('disconnect', () => process.exit(1));
  process.send!(ready);
}
