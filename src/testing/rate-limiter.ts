/**
 * The rate limit of a service. Rule: the strictest of those in use: in no span of the given length are more requests
 * taken, wherever the span begins. A refused request takes no room, and is told when there will be some.
 */
import type { StatusFault } from './fault.js';
import { rateLimited } from './service-errors.js';

/** What a service takes. */
export interface ServiceRateLimit {
  readonly requests: number;
  /** Length of the span, in milliseconds. @default 1_000 */
  readonly perMs?: number;
}

/** Counts the requests of the last span. */
export class RateLimiter {
  readonly #requests: number;
  readonly #perMs: number;
  /** When each request of the last span was taken, oldest first. */
  #taken: number[] = [];

  constructor({ requests, perMs = 1_000 }: ServiceRateLimit) {
    this.#requests = requests;
    this.#perMs = perMs;
  }

  /** Takes a request, or says how it is refused. `now` is in milliseconds. */
  refusal(now: number): StatusFault | undefined {
    this.#taken = this.#taken.filter((at) => at > now - this.#perMs);
    const [oldest] = this.#taken;
    if (oldest === undefined || this.#taken.length < this.#requests) {
      this.#taken.push(now);
      return undefined;
    }
    const afterMs = Math.ceil(oldest + this.#perMs - now);
    return rateLimited({ retryAfter: Math.ceil(afterMs / 1_000), retryAfterMs: afterMs });
  }
}
