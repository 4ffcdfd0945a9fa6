/**
 * Messages of one client to one session go out one after the other. Rule: they are taken in the order in which `send` was
 * called, and a crowd doesn't run into the server's bound of ten updates at once.
 */
import { untilAborted, type Signals } from '../history/until-aborted.js';

/** Lines in front of sessions. */
export class SendOrder {
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * Does the work once what was asked for before, for this session, is done, however it ended.
   * @throws the reason of the first signal that aborts while it waits; whatever the work throws.
   */
  async next<T>(sessionId: string, signals: Signals, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(sessionId);
    const mine = before ? untilAborted(signals, () => before).then(work) : work();
    // Who left the line leaves those behind it where they are.
    const over = Promise.allSettled([before, mine]).then(() => undefined);
    this.#last.set(sessionId, over);
    try {
      return await mine;
    } finally {
      // Nobody came after: a session that is done with leaves nothing behind.
      void over.then(() => this.#last.get(sessionId) === over && this.#last.delete(sessionId));
    }
  }
}
