/** What was started and has to be ended: the last first, each once, whatever fails on the way. */

/** Ends what it owns. */
export class Closers {
  readonly #ends: (() => Promise<unknown>)[] = [];
  #closing: Promise<void> | undefined;

  /** Owns a thing that is ended by this method. */
  own<Method extends string, T extends { readonly [name in Method]: () => Promise<unknown> }>(
    thing: T,
    method: Method,
  ): T {
    this.#ends.push(() => thing[method]());
    return thing;
  }

  /** Ends everything; rejects with the first error once all was tried. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    const errors: unknown[] = [];
    for (const end of this.#ends.toReversed()) await end().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }
}
