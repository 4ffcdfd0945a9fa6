/**
 * A worker in the hands of a command: runs until a signal, then lets running calls end. Rule: the end is bounded, even
 * for a tool that obeys nobody.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningWorker } from '../worker/run-worker.js';
import type { EverycallWorkerOptions } from '../worker/worker-options.js';
import { EXIT } from './exit-code.js';
import { onSignals } from './interrupts.js';
import { tell } from './terminal.js';

const DEFAULT_GRACE_MS = 10_000;
/** After the grace, calls are cancelled; what is left of them gets this long. */
const BEYOND_GRACE_MS = 5_000;

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
 * Stops a worker. @returns whether it had stopped in time.
 * @throws what the worker itself failed with.
 */
export async function stopWorker(worker: RunningWorker, options: EverycallWorkerOptions): Promise<boolean> {
  const most = (options.shutdownGraceMs ?? DEFAULT_GRACE_MS) + BEYOND_GRACE_MS;
  const stopped = await Promise.race([worker.shutdown().then(() => true), delay(most, false, { ref: false })]);
  if (!stopped) tell(`a call still runs ${most / 1000} s after the signal: left, another attempt follows it`);
  return stopped;
}
