/**
 * Waits for effects, and after a cancel no longer than the grace. Rule: nothing is kept of an effect that has ended; a
 * race against one promise of the whole turn would keep every reply in memory until the turn's end.
 */

/** What waits for effects. `over` resolves when a cancel's grace is over; it never rejects. */
export class Grace {
  readonly #waiting = new Map<object, () => void>();
  #over = false;

  constructor(over: Promise<void>) {
    void over.then(() => this.#end());
  }

  /**
   * What `work` comes to, or `instead` once the grace is over, or its own `what` is given up. Effects don't reject; a broken
   * one fails the turn.
   */
  wait<T>(work: Promise<T>, instead: () => T, what: object = work): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = () => resolve(instead());
      this.#waiting.set(what, giveUp);
      if (this.#over) giveUp();
      // One `then` with both: the sandbox takes a stack trace for every promise that is made, which is dear.
      work.then((value) => {
        this.#waiting.delete(what);
        return resolve(value);
      }, reject);
    });
  }

  /** Waits for one thing no longer. */
  giveUp(what: object): void {
    this.#waiting.get(what)?.();
    this.#waiting.delete(what);
  }

  #end(): void {
    this.#over = true;
    for (const giveUp of this.#waiting.values()) giveUp();
    this.#waiting.clear();
  }
}
