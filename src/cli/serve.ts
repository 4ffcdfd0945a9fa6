/**
 * A worker in the hands of a command: runs until a signal, then lets running calls end. Rule: the end is bounded, even
 * for a tool that obeys nobody; and what one tool leaves behind doesn't end the calls of others.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { boundedText } from '../definition/bounded-text.js';
import { describeThrown } from '../definition/describe-error.js';
import { printable } from '../history/printable.js';
import type { RunningWorker } from '../worker/run-worker.js';
import type { EverycallWorkerOptions } from '../worker/worker-options.js';
import { EXIT } from './exit-code.js';
import { onSignals } from './interrupts.js';
import { printableText, tell } from './terminal.js';

const DEFAULT_GRACE_MS = 10_000;
/** After the grace, calls are cancelled; what is left of them gets this long. */
const BEYOND_GRACE_MS = 5_000;
const MOST_COLUMNS = 500;
const MOST_STACK_CHARS = 10_000;

/** The signals that end a command which serves. */
export interface StopSignals {
  /** Resolves with the first SIGINT or SIGTERM; the second one ends the process at once. */
  readonly first: Promise<'signal'>;
  readonly release: () => void;
}

/** Listens for the signals that end the command. */
export function stopSignals(): StopSignals {
  let release = () => {};
  const first = new Promise<'signal'>((resolve) => {
    release = onSignals(
      ['SIGINT', 'SIGTERM'],
      () => {
        tell('stopping: running calls may end (again to stop at once)');
        resolve('signal');
      },
      () => process.exit(EXIT.cancelled),
    );
  });
  return { first, release };
}

/**
 * Tells of promises that a tool left behind and that were rejected; Node would end the process, and with it all calls.
 * @returns leaves them to Node again.
 */
export function outliveRejections(): () => void {
  const handler = (reason: unknown) => tell(rejectionText(reason, process.env));
  process.on('unhandledRejection', handler);
  return () => void process.off('unhandledRejection', handler);
}

/** What is told of such a promise: one line, and with EVERYCALL_DEBUG=1 the stack. Never throws, whatever was thrown. */
export function rejectionText(reason: unknown, env: NodeJS.ProcessEnv): string {
  const message = describeThrown(reason);
  const line = printable(`a promise that nobody awaited was rejected, serving goes on: ${message}`, MOST_COLUMNS);
  if (env.EVERYCALL_DEBUG !== '1') return `${line} (EVERYCALL_DEBUG=1 shows where)`.toWellFormed();
  try {
    const stack = reason instanceof Error && typeof reason.stack === 'string' ? reason.stack : '(without a stack)';
    return boundedText(`${line}\n${printableText(stack)}`, MOST_STACK_CHARS);
  } catch {
    // A getter may throw.
    return line;
  }
}

/**
 * Stops a worker. @returns whether it had stopped in time.
 * @throws what the worker itself failed with.
 */
export async function stopWorker(worker: RunningWorker, options: EverycallWorkerOptions): Promise<boolean> {
  const most = (options.shutdownGraceMs ?? DEFAULT_GRACE_MS) + BEYOND_GRACE_MS;
  const stopped = await Promise.race([worker.shutdown().then(() => true), delay(most, false, { ref: false })]);
  if (!stopped) tell(`a call still runs ${most / 1000} s after the signal: left, another attempt follows it`);
  return stopped;
}
