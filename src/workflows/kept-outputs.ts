/**
 * How much of whole outputs a run's history still takes. Rule: Temporal ends a run at 50 MB of history, so what is kept for
 * `read_output` alone has a bound of its own; what external storage holds doesn't count.
 */
import { KEPT_BYTES } from '../protocol/size.js';

/** Bytes of whole outputs in the history of one run. */
const RUN_BYTES = 10_000_000;

/** The room that a run has left. */
export class KeptOutputs {
  #room = RUN_BYTES;

  /** History holds so many more bytes. */
  note(bytes: number): void {
    this.#room = Math.max(0, this.#room - bytes);
  }

  /** What each of so many calls at once may keep, in bytes; undefined while that is as much as a call ever may. */
  share(calls: number): number | undefined {
    const each = Math.floor(this.#room / calls);
    return each >= KEPT_BYTES ? undefined : each;
  }
}
