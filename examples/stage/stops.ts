/** What is to be stopped at the end. Rule: whatever was begun is stopped, also when something else failed to start. */

/** Remembers how to stop things; stops the last first. */
export class Stops {
  readonly #stops: (() => Promise<unknown>)[] = [];

  /** Takes something on from the moment that it begins to start. */
  own<T>(starting: Promise<T>, stop: (started: T) => Promise<unknown>): Promise<T> {
    this.#stops.push(() => starting.then(stop, () => undefined));
    return starting;
  }

  /** Stops everything, also when stopping something fails; rejects with the first such failure. */
  async clear(): Promise<void> {
    const failures: unknown[] = [];
    for (const stop of this.#stops.splice(0).reverse()) await stop().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
