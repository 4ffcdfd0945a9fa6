/**
 * Waits for effects, and after a cancel no longer than the grace. Rule: nothing is kept of an effect that has ended; a
 * race against one promise of the whole turn would keep every reply in memory until the turn's end.
 */

/** What waits for effects. `over` resolves when a cancel's grace is over; it never rejects. */
export class Grace {
  readonly #waiting = new Set<() => void>();
  #over = false;

  constructor(over: Promise<void>) {
    void over.then(() => this.#end());
  }

  /** What `work` comes to, or `instead` once the grace is over. Effects don't reject; a broken one fails the turn. */
  wait<T>(work: Promise<T>, instead: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(instead());
      this.#waiting.add(giveUp);
      if (this.#over) giveUp();
      // One `then` with both: the sandbox takes a stack trace for every promise that is made, which is dear.
      work.then((value) => {
        this.#waiting.delete(giveUp);
        return resolve(value);
      }, reject);
    });
  }

  #end(): void {
    this.#over = true;
    for (const giveUp of this.#waiting) giveUp();
    this.#waiting.clear();
  }
}
