/**
 * A model call that was not made, since it would have to wait for long. Rule: it gives its place in the worker back and
 * comes again later; nothing of it counts. It is read like the service's own refusal.
 */

/** The wait is too long to be spent inside of the worker. */
export class HeldBackError extends Error {
  override readonly name = 'HeldBackError';
  readonly status = 429;
  readonly code = 'rate_limit_exceeded';
  readonly headers: { readonly get: (name: string) => string | null };

  constructor(
    why: string,
    /** How long to wait, in milliseconds. */
    readonly afterMs: number,
  ) {
    super(why);
    this.headers = { get: (name) => (name === 'retry-after-ms' ? String(Math.ceil(afterMs)) : null) };
  }
}
