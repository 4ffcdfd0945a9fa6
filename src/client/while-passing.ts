/**
 * Tries a request again while the server is away, restarting or busy. Rule: the request must count once, however often it
 * arrives; the waiting ends with the first of the signals.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { grpcCode, isPassing } from '../history/grpc-fault.js';
import { throwIfAborted, untilAborted, type Signals } from '../history/until-aborted.js';

/** How long to wait before a request is tried again, in milliseconds: on average, twice as long each time. */
export interface PassingWait {
  readonly first: number;
  readonly most: number;
}

/** The server lets ten updates of a workflow wait at once: a crowd takes turns. */
const WAIT_MS: PassingWait = { first: 20, most: 1_000 };
/** Requests that were given up; and those that met a task which failed, as when a run goes on in another one just then. */
const PASSING: ReadonlySet<number | undefined> = new Set([1, 9]);

/**
 * What the request comes to.
 * @throws the reason of the first signal that has aborted; the request's own error when it doesn't pass.
 */
export async function whilePassing<T>(
  signals: Signals,
  request: () => Promise<T>,
  { first, most } = WAIT_MS,
): Promise<T> {
  for (let wait = first; ; wait = Math.min(wait * 2, most)) {
    try {
      return await request();
    } catch (error) {
      throwIfAborted(signals);
      if (!isPassing(error) && !PASSING.has(grpcCode(error))) throw error;
    }
    // Whoever was refused together tries again apart.
    await untilAborted(signals, (own) => delay(wait * 2 * Math.random(), undefined, { signal: own }));
  }
}
