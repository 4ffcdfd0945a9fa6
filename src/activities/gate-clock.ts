/**
 * A gate's times on this process's clock. Rule: an answer that came late must not make its permits late, since other
 * workers have those of later times. When the gate answered lies between asking and reading, so each answer bounds how
 * far the clocks are apart; clocks that may be equal by that are taken to be equal, and what a clock said before it was
 * set says nothing any more. Pure.
 */

/** Clocks drift: an answer counts for so many after it. */
const REMEMBERED = 20;

/** When a gate was asked, and when its answer was read, by the local clock; in milliseconds. */
export interface AskedAt {
  readonly sent: number;
  readonly read: number;
}

/** Reads a gate's clock. */
export class GateClock {
  /** The least and the most that the local clock can be ahead of the gate's, by each answer. */
  #bounds: readonly Bounds[] = [];

  /** The local time of an answer that was given at `now` by the gate's clock. */
  local(now: number, { sent, read }: AskedAt): number {
    const newest = { least: sent - now, most: read - now };
    const all = [...this.#bounds.slice(1 - REMEMBERED), newest];
    const together = common(all);
    // No difference fits all of them: a clock was set since.
    const isSet = together.least > together.most;
    this.#bounds = isSet ? [newest] : all;
    const { least, most } = isSet ? newest : together;
    return now + Math.min(Math.max(0, least), most);
  }
}

/** How far one clock can be ahead of another. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

function common(all: readonly Bounds[]): Bounds {
  return { least: Math.max(...all.map((each) => each.least)), most: Math.min(...all.map((each) => each.most)) };
}
