/**
 * A signal for one request. The SDK never takes its listener off the signal that it is given, and so cancels at the server what
 * has long been answered once that signal aborts for another reason.
 */

/** What `run` gives, with a signal that aborts with the given one for as long as it runs. */
export async function withOwnSignal<T>(signal: AbortSignal, run: (own: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const abort = () => own.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await run(own.signal);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
