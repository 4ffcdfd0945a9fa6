/**
 * Tries a request again while the server is away, restarting or busy. Rule: the request must count once, however often it
 * arrives; the waiting ends with the first of the signals.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { grpcCode, isPassing } from '../history/grpc-fault.js';
import { throwIfAborted, untilAborted, type Signals } from '../history/until-aborted.js';

/** The server lets ten updates of a workflow wait at once: a crowd takes turns. */
const WAIT_MS = { first: 20, most: 1_000 };
/** Requests that were given up. */
const CANCELLED = 1;

/**
 * What the request comes to.
 * @throws the reason of the first signal that has aborted; the request's own error when it doesn't pass.
 */
export async function whilePassing<T>(signals: Signals, request: () => Promise<T>): Promise<T> {
  for (let wait = WAIT_MS.first; ; wait = Math.min(wait * 2, WAIT_MS.most)) {
    try {
      return await request();
    } catch (error) {
      throwIfAborted(signals);
      if (!isPassing(error) && grpcCode(error) !== CANCELLED) throw error;
    }
    // Whoever was refused together tries again apart.
    await untilAborted(signals, (own) => delay(wait * (0.5 + Math.random()), undefined, { signal: own }));
  }
}
