/**
 * How a rate is shared: whoever wants to make requests leases permits, each with its own time. Rules: permits are spaced
 * evenly and given in the order of asking; tokens are a bucket that a minute fills; nothing is leased far ahead, so that
 * what a lost worker held is soon forgotten. Pure: the clock is an argument.
 */

/** Requests and tokens a minute; what is absent has no bound. */
export interface MinuteRate {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** What a rate has given away. Times are milliseconds since the epoch. */
export interface RateState {
  /** When the next request may go at the earliest. */
  readonly nextAt: number;
  /** When the bucket of tokens will be full again. */
  readonly fullAt: number;
  /** Until when the service told somebody to wait. */
  readonly toldUntil: number;
  /** Workers that asked for permits of late, and when each did. */
  readonly claims: readonly (readonly [worker: string, askedAt: number])[];
  /** When it was asked last. */
  readonly at?: number;
}

/** A rate of which nothing was given yet. */
export const UNSPENT: RateState = { nextAt: 0, fullAt: 0, toldUntil: 0, claims: [] };

/** What a worker asks for, and what it has to tell. */
export interface LeaseAsk {
  /** Tells workers apart. */
  readonly worker: string;
  readonly rate: MinuteRate;
  /** How many it wants; 0 only tells. */
  readonly permits: number;
  /** Tokens that a request is expected to use. */
  readonly tokensEach: number;
  /** Tokens used beyond what was expected since it last asked; negative when fewer were. */
  readonly correction?: number;
  /** The service told one of its requests to wait so long, in milliseconds. */
  readonly toldMs?: number;
}

/** What it gets. */
export interface Lease {
  /** The gate's clock when it answered: by it the other times are read, as clocks differ. Milliseconds. */
  readonly now: number;
  /** How many; 0 when the next one is too far ahead: ask again in `inMs`. */
  readonly permits: number;
  /** Milliseconds from then to the first. */
  readonly inMs: number;
  /** Milliseconds from one to the next. */
  readonly everyMs: number;
  /** What is left of a wait that the service told anybody. */
  readonly toldMs?: number;
  /** Workers that want their share now, the asker included; absent when it is alone. */
  readonly workers?: number;
}

/** The share of a limit that is used: a service counts arrivals, which bunch on their way. */
const USED_SHARE = 0.95;
/** Permits are leased so far ahead, in milliseconds; a worker in need asks a little more seldom than every second. */
const AHEAD_MS = 1_200;
/** A single permit may be so far ahead, in milliseconds: whoever comes while others wait keeps its place in the line. */
const FAR_MS = 5_000;
/** A worker that asked within this time is counted as one that wants its share, in milliseconds. */
const CLAIM_MS = 3_000;
/** Most workers that are counted. */
const MOST_CLAIMS = 500;
/** Most permits of one lease. */
const MOST_PERMITS = 1_000;
const MINUTE_MS = 60_000;

/** Milliseconds from one request to the next at the full rate. */
export function spacingMs({ requestsPerMinute }: MinuteRate): number {
  return requestsPerMinute === undefined ? 0 : MINUTE_MS / (requestsPerMinute * USED_SHARE);
}

/** What one of so many workers may use of a rate while they can't ask for it. */
export function shareOfRate({ requestsPerMinute, tokensPerMinute }: MinuteRate, workers: number): MinuteRate {
  return {
    ...(requestsPerMinute !== undefined && { requestsPerMinute: requestsPerMinute / workers }),
    ...(tokensPerMinute !== undefined && { tokensPerMinute: tokensPerMinute / workers }),
  };
}

/** Answers one who asks. */
export function leasePermits(state: RateState, ask: LeaseAsk, now: number): { lease: Lease; state: RateState } {
  const told = tell(state, ask, now);
  const everyMs = spacingMs(ask.rate);
  const costMs = tokensMs(ask.tokensEach, ask.rate);
  const first = earliest(told, costMs, now);
  // What comes after the first is spaced like the second: one lease, one rhythm.
  const second = earliest({ ...told, nextAt: first + everyMs, fullAt: paid(told, costMs, first) }, costMs, first);
  const rhythmMs = second - first;
  const ahead =
    rhythmMs > 0 ? Math.min(fitting(now + AHEAD_MS - first, rhythmMs), shareOf(told, rhythmMs)) : MOST_PERMITS;
  const near = first - now <= FAR_MS ? Math.min(ahead, paidFor(told, costMs, first, rhythmMs)) : 0;
  const permits = Math.min(ask.permits, near, MOST_PERMITS);
  const toldMs = Math.max(0, told.toldUntil - now);
  return {
    lease: {
      now,
      permits,
      inMs: first - now,
      everyMs: rhythmMs,
      ...(toldMs > 0 && { toldMs }),
      ...(told.claims.length > 1 && { workers: told.claims.length }),
    },
    state: permits === 0 ? told : after(told, { permits, first, rhythmMs, everyMs, costMs }),
  };
}

/** Takes in what the asker tells: corrected tokens, and a told wait. */
function tell(before: RateState, ask: LeaseAsk, now: number): RateState {
  const { worker, rate, permits, correction = 0, toldMs = 0 } = ask;
  const state = byThisClock(before, now);
  const fullAt = Math.max(state.fullAt, now) + tokensMs(correction, rate);
  const toldUntil = Math.max(state.toldUntil, toldMs > 0 ? now + toldMs : 0);
  const others = state.claims.filter(([other, askedAt]) => other !== worker && askedAt > now - CLAIM_MS);
  const claims = permits > 0 ? [[worker, now] as const, ...others].slice(0, MOST_CLAIMS) : others;
  return { nextAt: Math.max(state.nextAt, toldUntil), fullAt, toldUntil, claims, at: now };
}

/** A clock that was set back must not make all wait until it is where it was. */
function byThisClock(state: RateState, now: number): RateState {
  const backMs = (state.at ?? now) - now;
  if (backMs <= 0) return state;
  const { nextAt, fullAt, toldUntil } = state;
  const claims = state.claims.map(([worker, askedAt]) => [worker, askedAt - backMs] as const);
  return { nextAt: nextAt - backMs, fullAt: fullAt - backMs, toldUntil: toldUntil - backMs, claims };
}

/** One at least: whoever asks moves on. */
function fitting(ms: number, rhythmMs: number): number {
  return Math.max(1, Math.ceil(ms / rhythmMs));
}

/** What one worker may lease at a time, so that the others find some left. */
function shareOf({ claims }: RateState, rhythmMs: number): number {
  return fitting(AHEAD_MS / Math.max(1, claims.length), rhythmMs);
}

/** When a request may go: at its place, and once the bucket holds its tokens; one larger than the bucket needs it full. */
function earliest({ nextAt, fullAt }: RateState, costMs: number, now: number): number {
  return Math.max(now, nextAt, costMs === 0 ? 0 : fullAt + Math.min(costMs, MINUTE_MS) - MINUTE_MS);
}

function paid({ fullAt }: RateState, costMs: number, at: number): number {
  return Math.max(fullAt, at) + costMs;
}

/** How many in this rhythm find their tokens in the bucket; the first does. */
function paidFor({ fullAt }: RateState, costMs: number, first: number, rhythmMs: number): number {
  if (costMs <= rhythmMs) return MOST_PERMITS;
  const room = first + MINUTE_MS - Math.min(costMs, MINUTE_MS) - Math.max(fullAt, first);
  return 1 + Math.max(0, Math.floor(room / (costMs - rhythmMs)));
}

interface Given {
  readonly permits: number;
  readonly first: number;
  readonly rhythmMs: number;
  readonly everyMs: number;
  readonly costMs: number;
}

function after(state: RateState, { permits, first, rhythmMs, everyMs, costMs }: Given): RateState {
  const last = first + (permits - 1) * rhythmMs;
  return { ...state, nextAt: last + everyMs, fullAt: Math.max(state.fullAt, first) + permits * costMs };
}

/** How long the bucket takes to get so many tokens back. */
function tokensMs(tokens: number, { tokensPerMinute }: MinuteRate): number {
  return tokensPerMinute === undefined ? 0 : (tokens / (tokensPerMinute * USED_SHARE)) * MINUTE_MS;
}
