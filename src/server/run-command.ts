/** Runs a command to its end, bounded in time and output. What it started ends with it. */
import { spawn } from 'node:child_process';
import { childEnvironment } from './child-environment.js';
import { LastLines } from './last-lines.js';

/** The command could not be run, failed, or took too long. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** How to run it. */
export interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly cwd?: string;
}

/** The last lines that the command printed. @throws CommandError with the last line when it failed. */
export function runCommand(file: string, args: readonly string[], options: RunOptions): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      detached: true,
      env: childEnvironment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines = new LastLines();
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => lines.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => lines.push(chunk));
    // The whole group, since compilers and downloaders start processes of their own.
    const kill = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Already gone.
      }
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      kill();
    }, options.timeoutMs);
    process.once('exit', kill);
    const finish = (error?: CommandError): void => {
      clearTimeout(timer);
      process.off('exit', kill);
      if (error) reject(error);
      else resolve(lines.read());
    };
    child.once('error', (error) => finish(new CommandError(error.message)));
    child.once('close', (code, signal) => {
      if (late) finish(new CommandError(`took longer than ${options.timeoutMs / 1000} s`));
      else if (code === 0) finish();
      else finish(new CommandError(lines.read().at(-1) ?? `ended with ${code ?? signal}`));
    });
  });
}
