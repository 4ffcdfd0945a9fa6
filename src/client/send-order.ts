/**
 * What one client says to one session, or to one turn, goes out one after the other. Rule: it is taken in the order in which
 * it was said, and a crowd doesn't run into the server's bound of ten updates of a workflow at once.
 */
import { untilAborted, type Signals } from '../history/until-aborted.js';

/** Lines in front of sessions and turns. */
export class SendOrder {
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * Does the work once what was asked for before, for this session or turn, is done, however it ended.
   * @throws the reason of the first signal that aborts while it waits; whatever the work throws.
   */
  async next<T>(id: string, signals: Signals, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(id);
    const mine = before ? untilAborted(signals, () => before).then(work) : work();
    // Who left the line leaves those behind it where they are.
    const over = Promise.allSettled([before, mine]).then(() => undefined);
    this.#last.set(id, over);
    try {
      return await mine;
    } finally {
      // Nobody came after: what is done with leaves nothing behind.
      void over.then(() => this.#last.get(id) === over && this.#last.delete(id));
    }
  }
}
