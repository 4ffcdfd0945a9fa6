/** The `fetch` under a client of the `openai` package. In place, as a second client would lack what the first was given. */
import type OpenAI from 'openai';

/** A `fetch`: Node's own, a proxy's, or one that wraps another. */
export type Fetch = typeof globalThis.fetch;

/** From now on the client's requests go through what `wrap` makes of its `fetch`. */
export function wrapFetch(client: OpenAI, wrap: (own: Fetch) => Fetch): void {
  // The package keeps it, but not in its types.
  const kept = client as unknown as { fetch?: unknown };
  kept.fetch = wrap(typeof kept.fetch === 'function' ? (kept.fetch as Fetch) : globalThis.fetch);
}

/** The headers of a request: the very ones where there are any such, as a copy takes time. */
export function headersOf({ headers }: RequestInit = {}): Headers {
  return headers instanceof Headers ? headers : new Headers(headers);
}
