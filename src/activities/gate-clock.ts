/**
 * A gate's times on this process's clock. Rule: an answer that came late must not make its permits late, since other
 * workers have those of later times; so the quickest answer of late says how far the clocks are apart. Pure.
 */

/** Clocks drift, and are set: an answer counts for so many after it. */
const REMEMBERED = 20;

/** Reads a gate's clock. */
export class GateClock {
  /** How much later each answer was read than it was given, by the two clocks. */
  #apart: number[] = [];

  /** The local time of `now` of an answer that is read at `read`; both in milliseconds. */
  local(now: number, read: number): number {
    this.#apart = [...this.#apart.slice(1 - REMEMBERED), read - now];
    return now + Math.min(...this.#apart);
  }
}
