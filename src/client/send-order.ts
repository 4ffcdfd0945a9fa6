/**
 * Messages of one client to one session go out one after the other. Rule: they are taken in the order in which `send` was
 * called, and a crowd doesn't run into the server's bound of ten updates at once.
 */

/** Lines in front of sessions. */
export class SendOrder {
  readonly #last = new Map<string, Promise<void>>();

  /** Does the work once what was asked for before, for this session, is done, however it ended. */
  async next<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(sessionId);
    const mine = before ? before.then(work) : work();
    const over = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(sessionId, over);
    try {
      return await mine;
    } finally {
      // Nobody came after: a session that is done with leaves nothing behind.
      if (this.#last.get(sessionId) === over) this.#last.delete(sessionId);
    }
  }
}
