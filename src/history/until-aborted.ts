/**
 * Requests to Temporal that end at once when they are no longer wanted. Rule: whoever waits learns why, from the signal's
 * reason, and never from the words of a connection that went away.
 */
import type { ConnectionLike } from '@temporalio/client';

/** Signals that may be absent. */
export type Signals = readonly (AbortSignal | undefined)[];

/** @throws the reason of the first signal that has aborted. */
export function throwIfAborted(signals: Signals): void {
  for (const signal of signals) signal?.throwIfAborted();
}

/**
 * Runs something that ends with the first of these signals. `run` gets a signal of its own, since the SDK never takes its
 * listener off.
 * @throws the reason of the signal that aborted; whatever `run` throws.
 */
export async function untilAborted<T>(signals: Signals, run: (own: AbortSignal) => Promise<T>): Promise<T> {
  throwIfAborted(signals);
  const own = new AbortController();
  const end = ({ target }: Event) => own.abort((target as AbortSignal).reason);
  const aborted = new Promise<never>((_resolve, reject) => {
    own.signal.addEventListener('abort', () => reject(own.signal.reason as Error));
  });
  for (const signal of signals) signal?.addEventListener('abort', end);
  try {
    return await Promise.race([run(own.signal), aborted]);
  } finally {
    // Signals of clients live long: they must not gather listeners.
    for (const signal of signals) signal?.removeEventListener('abort', end);
  }
}

/** The same for requests of a connection. */
export function requestUntilAborted<T>(
  connection: ConnectionLike,
  signals: Signals,
  request: () => Promise<T>,
): Promise<T> {
  return untilAborted(signals, (own) => connection.withAbortSignal(own, request));
}
