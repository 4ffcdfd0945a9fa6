/**
 * Waits for slow services. Rule: an unstreamed answer may take as long as an attempt, though Node's fetch gives up after
 * 5 minutes of silence. Requests go through the process's own dispatcher (a proxy's, perhaps) with longer bounds: a
 * dispatcher of the `undici` package would pass that proxy by, and its versions don't fit every Node's fetch.
 */
import type { Fetch } from './client-fetch.js';
import { globalDispatcher, type Dispatcher } from './global-dispatcher.js';

/** Longest silence of a service, in milliseconds: a little over an attempt's 10 minutes, whose own clock fires first. */
export const SILENT_MS = 11 * 60_000;

/**
 * Node's fetch with longer bounds, where `own` is Node's fetch; any other is its maker's affair, as is a request that
 * brings a dispatcher. `silentMs` bounds the time to the first byte, and from one to the next.
 */
export function patientFetch(own: Fetch, silentMs = SILENT_MS): Fetch {
  if (own !== globalThis.fetch) return own;
  const patient = new WeakMap<Dispatcher, Dispatcher>();
  return (url, init) => {
    const dispatcher = globalDispatcher();
    if (typeof dispatcher?.compose !== 'function') return own(url, init);
    if (!patient.has(dispatcher)) patient.set(dispatcher, withPatience(dispatcher, silentMs));
    return own(url, { dispatcher: patient.get(dispatcher)!, ...init });
  };
}

function withPatience(dispatcher: Dispatcher, silentMs: number): Dispatcher {
  const bounds = { headersTimeout: silentMs, bodyTimeout: silentMs };
  return dispatcher.compose((dispatch) => (options, handler) => dispatch({ ...options, ...bounds }, handler));
}
