/**
 * A process that never outlives us. Between us and it stands a guard: a small Node process that holds one end of a
 * channel. When the channel closes, for whatever reason (stop, exit, an uncaught error, SIGKILL of this process), the guard
 * ends its child: SIGTERM, then SIGKILL. So there is one way to stop, and it needs no cooperation of the dying.
 * The guard leads a process group of its own: a terminal's Ctrl-C reaches us, not the server under our workers.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { LastLines } from './last-lines.js';

const STOP_GRACE_MS = 5_000;

// A string, not a file, since it must run the same from source under a test runner and from the compiled package.
const GUARD = `
process.title = 'everycall-guard';
const { spawn } = require('node:child_process');
const [grace, file, ...args] = process.argv.slice(1);
const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const ignore = () => {};
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const end = () => {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), Number(grace)).unref();
};
for (const signal of signals) process.on(signal, end);
process.once('disconnect', end);
child.once('spawn', () => process.connected && process.send({ pid: child.pid }, ignore));
child.once('error', (error) => {
  process.stderr.write(error.message + '\\n');
  process.exitCode = 127;
  if (process.connected) process.disconnect();
});
child.once('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  for (const name of signals) process.removeAllListeners(name);
  process.kill(process.pid, signal);
});
`;

/** How a process ended: an exit code, or the signal that killed it. */
export interface ExitInfo {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running process behind a guard. */
export interface GuardedProcess {
  /** Of the process itself, not of the guard. */
  readonly pid: number;
  /** Settles when the process has ended, by `stop` or by itself. Never rejects. */
  readonly ended: Promise<ExitInfo>;
  /** What it printed last, oldest first. */
  lastLines(): readonly string[];
  /** SIGTERM, the grace, SIGKILL. May be called any number of times. */
  stop(): Promise<void>;
}

/** What to run. */
export interface GuardedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** How long it may take to end after SIGTERM, milliseconds. @default 5000 */
  readonly graceMs?: number;
  /** Gets each line of standard output and standard error. */
  readonly onLine?: (line: string) => void;
}

/** Starts the command behind a guard. Rejects with what was printed when the file can't be run. */
export async function startGuarded(command: GuardedCommand): Promise<GuardedProcess> {
  const graceMs = command.graceMs ?? STOP_GRACE_MS;
  const guard = spawn(process.execPath, ['-e', GUARD, '--', String(graceMs), command.file, ...command.args], {
    detached: true,
    env: command.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines = new LastLines(command.onLine);
  const outputs = [guard.stdout, guard.stderr].map(async (stream) => {
    if (stream === null) return;
    stream.setEncoding('utf8').on('data', (chunk: string) => lines.push(chunk));
    await finished(stream).catch(() => undefined);
  });
  const ended = endOf(guard, outputs);
  const first = await Promise.race([once(guard, 'message'), ended]);
  const pid = Array.isArray(first) ? (first[0] as { pid: number }).pid : undefined;
  if (pid === undefined) throw new Error(lines.read().join(' | ') || `${command.file} could not be started`);

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    if (guard.connected) guard.disconnect();
    const late = setTimeout(() => killGroup(guard.pid), graceMs + 2_000);
    await ended;
    clearTimeout(late);
  };
  return { pid, ended, lastLines: () => lines.read(), stop: () => (stopping ??= stop()) };
}

/** Not by the event `close`: it never comes once our side has closed the channel. */
async function endOf(guard: ChildProcess, outputs: readonly Promise<void>[]): Promise<ExitInfo> {
  const exit = await new Promise<ExitInfo>((resolve) => {
    guard.once('error', () => resolve({ code: 127, signal: null }));
    guard.once('exit', (code, signal) => resolve({ code, signal }));
  });
  // The group outlives its guard only when the guard itself was killed: then nothing else ends the process.
  killGroup(guard.pid);
  await Promise.all(outputs);
  return exit;
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left in the group.
  }
}
