/** The dispatcher under Node's fetch: the process's own pool of connections, or whatever a person set there, such as a proxy's. */

/** What sends requests. */
export type Dispatcher = NonNullable<RequestInit['dispatcher']>;

/** Where Node's fetch looks for the process's dispatcher: undici 8 has a place of its own, and another in the old one. */
const GLOBAL_DISPATCHER = Symbol.for(
  `undici.globalDispatcher.${Number.parseInt(process.versions.undici ?? '', 10) >= 8 ? 2 : 1}`,
);

/** Asked for at each request: it may be replaced at any time. */
export function globalDispatcher(): Dispatcher | undefined {
  // Node 20 sets it when a part of fetch is first used.
  void Headers;
  return (globalThis as unknown as Readonly<Record<symbol, Dispatcher | undefined>>)[GLOBAL_DISPATCHER];
}
