/** Time that stands still until the next event is fired; of events at one moment, the seed decides which is first. */
import type { SeededRandom } from './seeded-random.js';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** A virtual clock with its pending events. */
export class VirtualClock {
  readonly #timers = new Set<Timer>();
  readonly #random: SeededRandom;
  /** Milliseconds since the epoch, virtually. */
  now = 1_000_000;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** Fires an event after so many milliseconds; returns what takes it back. */
  after(ms: number, fire: () => void): () => void {
    const timer = { at: this.now + Math.max(0, ms), fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves time to the next event and fires it; false when none is pending. */
  fireNext(): boolean {
    let due: Timer[] = [];
    for (const timer of this.#timers) {
      const earliest = due[0]?.at ?? Infinity;
      if (timer.at < earliest) due = [timer];
      else if (timer.at === earliest) due.push(timer);
    }
    if (due.length === 0) return false;
    const timer = this.#random.pick(due);
    this.#timers.delete(timer);
    this.now = timer.at;
    timer.fire();
    return true;
  }

  /** Whether another event is due at this very moment. */
  get moreNow(): boolean {
    for (const timer of this.#timers) if (timer.at === this.now) return true;
    return false;
  }
}
