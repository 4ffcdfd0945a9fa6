/** A limit of a model service that all turns and workers share, checked. */
import type { MinuteRate } from '../protocol/rate-lease.js';
import { AGENT_BOUNDS } from './bounds.js';
import type { OptionCheck } from './option-check.js';

/** What a service allows in a minute, of all turns on all workers together. */
export interface RateLimitOptions {
  /** Model calls a minute: 1 to 10,000,000. They are spaced evenly: 60 are one a second. @default undefined (no bound) */
  readonly requestsPerMinute?: number;
  /** Tokens a minute, of requests and answers: 1 to 100,000,000,000. @default undefined (no bound) */
  readonly tokensPerMinute?: number;
  /**
   * A limit that several models, agents or task queues have in common: 1 to 64 letters, digits, `_` or `-`.
   * @default undefined (each model of the service has the limit for itself, on this worker's task queue)
   */
  readonly name?: string;
}

/** A limit as a worker keeps to it. */
export interface RateLimit extends MinuteRate {
  readonly name?: string;
}

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** Reads a provider's limit. Throws a DefinitionError. */
export function readRateLimit(check: OptionCheck, given: RateLimitOptions): RateLimit {
  const option = 'provider.rateLimit';
  check.known(option, given, ['requestsPerMinute', 'tokensPerMinute', 'name']);
  const { requestsPerMinute, tokensPerMinute, name } = given;
  if (requestsPerMinute === undefined && tokensPerMinute === undefined) {
    check.refuse({ option, value: given, expected: 'requestsPerMinute, tokensPerMinute or both' });
  }
  if (name !== undefined && (typeof name !== 'string' || !NAME.test(name))) {
    check.refuse({ option: `${option}.name`, value: name, expected: '1 to 64 letters, digits, _ or -' });
  }
  const read = (key: 'requestsPerMinute' | 'tokensPerMinute', value: number) =>
    check.integer(`${option}.${key}`, value, { min: 1, max: AGENT_BOUNDS[key] });
  return Object.freeze({
    ...(requestsPerMinute !== undefined && { requestsPerMinute: read('requestsPerMinute', requestsPerMinute) }),
    ...(tokensPerMinute !== undefined && { tokensPerMinute: read('tokensPerMinute', tokensPerMinute) }),
    ...(name !== undefined && { name }),
  });
}
