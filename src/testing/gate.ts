/** A gate: while it is held, answers wait. It lets a test decide when a model answers, without a clock. */

/** Holds back and lets go. */
export class Gate {
  #held = false;
  readonly #waiting = new Set<() => void>();

  /** From now on, whoever comes waits. */
  hold(): void {
    this.#held = true;
  }

  /** Lets everyone through who waits, and everyone after. */
  release(): void {
    this.#held = false;
    for (const letGo of this.#waiting) letGo();
    this.#waiting.clear();
  }

  /** Resolves once the gate is open, or at once when the signal is aborted. */
  async pass(signal: AbortSignal): Promise<void> {
    if (!this.#held || signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      signal.addEventListener('abort', () => {
        this.#waiting.delete(resolve);
        resolve();
      });
    });
  }
}
