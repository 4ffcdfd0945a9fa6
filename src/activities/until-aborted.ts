/** Waiting that heeds a signal, for work that doesn't. */

/** What the work gives; rejects with the signal's reason when the signal aborts first, and leaves the work behind. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const heed = () => signal.removeEventListener('abort', onAbort);
    work.then(resolve, reject).finally(heed);
  });
}
