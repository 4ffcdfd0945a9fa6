/**
 * When requests to a model may go after the service told one of them to wait. Rules: nothing goes before the told time is
 * over; then one goes first, and the others follow at a rate that grows, so that a service that is short of room isn't
 * stormed by all who waited. Pure: the clock is an argument, in milliseconds.
 */

/** Requests a second after the first one, where nothing is known of the service. */
const FIRST_RATE = 1;
/** The rate doubles every second until something is refused ... */
const DOUBLING = 2;
/** ... from then on it grows by a tenth a second, from a little under the rate that was refused. */
const CREEPING = 1.1;
const BACK_TO = 0.7;
/** At this rate there is nothing left to hold back, unless the service's own limit is known. */
const MOST_RATE = 500;
/** So long without a refusal, and the service counts as free again. */
const CALM_MS = 60_000;

/** Told waits of one model of a service, and what follows them. */
export class Ramp {
  readonly #fullRate: number;
  #openAt = -Infinity;
  /** Requests a second when the wait is over; 0 while nothing was refused lately. */
  #from = 0;
  /** The rate at which the service refused, while one was tried. */
  #ceiling: number | undefined;
  /** When the rate was last lowered: what was sent before then and is refused later says nothing new. */
  #loweredAt = -Infinity;
  #lastSent = -Infinity;
  #sentSinceOpen = 0;

  /** `fullRate`: requests a second that the service is known to take. */
  constructor(fullRate = MOST_RATE) {
    this.#fullRate = Math.min(fullRate, MOST_RATE);
  }

  /** When the told wait is over. */
  get openAt(): number {
    return this.#openAt;
  }

  /** A request that was sent at `sentAt` was refused, and told to wait so long. */
  refused(sentAt: number, now: number, afterMs: number): void {
    if (sentAt >= this.#loweredAt) {
      const rate = this.#rateAt(sentAt);
      if (rate === undefined) this.#begin(this.#fullRate < MOST_RATE ? this.#fullRate / 2 : FIRST_RATE, undefined);
      // The first after a wait was too early; that says nothing of the rate.
      else if (this.#sentSinceOpen > 1) this.#begin(Math.max(FIRST_RATE, rate * BACK_TO), rate);
      this.#loweredAt = now;
    }
    this.pause(now + afterMs);
  }

  /** Nothing goes before `until`. */
  pause(until: number): void {
    if (until <= this.#openAt) return;
    this.#openAt = until;
    this.#sentSinceOpen = 0;
  }

  /** A request went. */
  sent(now: number): void {
    this.#lastSent = now;
    this.#sentSinceOpen += 1;
  }

  /** When the next one may go; `alone` when no other is under way or waits: then nobody is stormed. */
  nextAt(now: number, alone: boolean): number {
    const rate = this.#rateAt(now);
    if (rate === undefined || alone || this.#sentSinceOpen === 0) return this.#openAt;
    return Math.max(this.#openAt, this.#lastSent + 1_000 / rate);
  }

  #begin(from: number, ceiling: number | undefined): void {
    this.#from = from;
    this.#ceiling = ceiling;
  }

  /** Requests a second; undefined when nothing holds them back. */
  #rateAt(now: number): number | undefined {
    if (this.#from === 0) return undefined;
    const seconds = Math.max(0, now - this.#openAt) / 1_000;
    const rate = this.#from * (this.#ceiling === undefined ? DOUBLING : CREEPING) ** seconds;
    if (rate < this.#fullRate && seconds * 1_000 < CALM_MS) return rate;
    this.#from = 0;
    return undefined;
  }
}
