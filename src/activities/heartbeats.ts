/**
 * When an attempt heartbeats: every 2 s by itself, and sooner when it has news. Rule: whoever has news says how long to
 * leave between two heartbeats, and what comes in between goes with the next one.
 */

/** Time between heartbeats: a cancel comes with the answer to one, and the turn's heartbeat timeout is five of them. */
const HEARTBEAT_EVERY_MS = 2_000;

/** The heartbeats of one attempt, from its making until `stop`. */
export class Heartbeats {
  readonly #send: () => void;
  #timer: NodeJS.Timeout | undefined;
  #sentAt = -Infinity;
  #dueAt = Infinity;
  #stopped = false;

  constructor(send: () => void) {
    this.#send = send;
    this.#plan(performance.now() + HEARTBEAT_EVERY_MS);
  }

  /** Sends one now; nothing once it was stopped. */
  now(): void {
    if (this.#stopped) return;
    this.#sentAt = performance.now();
    this.#plan(this.#sentAt + HEARTBEAT_EVERY_MS);
    this.#send();
  }

  /** Sends one as soon as the last one is `everyMs` ago. */
  soon(everyMs: number): void {
    const at = Math.max(performance.now(), this.#sentAt + everyMs);
    if (!this.#stopped && at < this.#dueAt) this.#plan(at);
  }

  /** Sends no more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #plan(at: number): void {
    clearTimeout(this.#timer);
    this.#dueAt = at;
    this.#timer = setTimeout(() => this.now(), at - performance.now());
  }
}
