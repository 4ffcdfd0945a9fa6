/**
 * A gate's times on this process's clock. Rule: an answer that came late must not make its permits late, since other
 * workers have those of later times. When the gate answered lies between asking and reading, so each answer bounds how
 * far the clocks are apart; clocks that may be equal by that are taken to be equal. Pure.
 */

/** Clocks drift, and are set: an answer counts for so many after it. */
const REMEMBERED = 20;

/** When a gate was asked, and when its answer was read, by the local clock; in milliseconds. */
export interface AskedAt {
  readonly sent: number;
  readonly read: number;
}

/** Reads a gate's clock. */
export class GateClock {
  /** The least and the most that the local clock can be ahead of the gate's, by each answer. */
  #bounds: { readonly least: number; readonly most: number }[] = [];

  /** The local time of an answer that was given at `now` by the gate's clock. */
  local(now: number, { sent, read }: AskedAt): number {
    this.#bounds = [...this.#bounds.slice(1 - REMEMBERED), { least: sent - now, most: read - now }];
    const least = Math.max(...this.#bounds.map((each) => each.least));
    const most = Math.min(...this.#bounds.map((each) => each.most));
    return now + Math.min(Math.max(0, least), most);
  }
}
