/**
 * The worker's side of a shared limit. Rules: permits are leased for about a second at a time, not one a call; a gate that
 * doesn't answer is waited for once, shortly, and then this worker keeps to its share by itself until it is asked again;
 * tokens are expected by what answers used lately, and corrected by what they did.
 */
import { randomBytes } from 'node:crypto';
import { GateClock } from './gate-clock.js';
import {
  leasePermits,
  shareOfRate,
  spacingMs,
  UNSPENT,
  type Lease,
  type LeaseAsk,
  type MinuteRate,
} from '../protocol/rate-lease.js';

/** Asks the gate of a limit. Rejects when it can't be asked, or doesn't answer in time. */
export type AskGate = (ask: LeaseAsk) => Promise<Lease>;

/** Tells people of the gate. */
export type NoteGate = (level: 'info' | 'warn', message: string) => void;

/** Who waits for permits. */
export interface Claimant {
  /** Calls that wait. */
  readonly waiting: number;
  /** Permits came, or a wait that the service told another worker. */
  leased(toldMs: number): void;
}

/** What was leased, and when that was. */
interface Leased {
  readonly lease: Lease;
  readonly at: number;
}

/** A permit that was not used so long after its time is lost, in milliseconds: others go by those of later times. */
const LAPSE_MS = 1_000;
/**
 * While calls wait the next permit is near, and one that was missed by so much would go beside those of other workers, in
 * milliseconds: about what the unused share of the limit leaves within a second.
 */
const LAPSE_WAITING_MS = 60;
/** An answer of the gate takes so long at times, in milliseconds: what was due meanwhile is due when it comes. */
const LATE_ANSWER_MS = 200;
/** The next lease is asked for when the last permit is so near, in milliseconds. */
const EARLY_MS = 200;
/** How long a worker keeps to the limit by itself before it asks the gate again, in milliseconds. */
const ALONE_MS = 30_000;
/** From so many calls a second on, permits are leased before calls ask for them. */
const BUSY = 3;
/** Tokens that a first answer is expected to use, request included. */
const FIRST_TOKENS = 1_000;
/** Weight of the newest answer in what the next is expected to use. */
const NEWEST = 0.2;

/** Permits of one limit, on one worker. Times are `performance.now()`'s. */
export class Permits {
  readonly #claimants = new Set<Claimant>();
  /** When each permit is due, in order. */
  #due: number[] = [];
  /** When permits were used, in the last second. */
  #used: number[] = [];
  #everyMs = 0;
  readonly #worker = randomBytes(6).toString('base64url');
  readonly #clock = new GateClock();
  #asking = false;
  #askAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #aloneUntil = -Infinity;
  #alone = UNSPENT;
  /** Workers that shared the limit when the gate answered last, this one included. */
  #sharers = 1;
  #correction = 0;
  #toldMs = 0;
  #tokensEach = FIRST_TOKENS;

  constructor(
    readonly title: string,
    readonly rate: MinuteRate,
    private readonly ask: AskGate,
    private readonly note: NoteGate,
  ) {}

  /** Milliseconds between two permits at the full rate. */
  get spacingMs(): number {
    return Math.max(this.#everyMs, spacingMs(this.rate));
  }

  /** Adds one who may wait. */
  join(claimant: Claimant): void {
    this.#claimants.add(claimant);
  }

  /** When the next permit may be used; when the gate is asked again, where that is known; else Infinity. */
  nextAt(now: number): number {
    const lapsed = now - (this.#waiting > 0 ? LAPSE_WAITING_MS : LAPSE_MS);
    while (this.#due[0] !== undefined && this.#due[0] < lapsed) {
      this.#due.shift();
      this.#correction -= this.#tokensEach;
    }
    const due = this.#due[0];
    if (due === undefined) return this.#askAt > now ? this.#askAt : Infinity;
    // After a pause of the process several are due at once.
    return Math.max(due, (this.#used.at(-1) ?? -Infinity) + this.#everyMs);
  }

  /** Whether a permit may be used now. */
  ready(now: number): boolean {
    return this.nextAt(now) <= now;
  }

  /** Uses a permit; the tokens that it was leased for. */
  take(now: number): number {
    this.#due.shift();
    this.#used = [...this.#used.filter((at) => at > now - 1_000), now];
    return this.#tokensEach;
  }

  /** A request that was expected to use `expected` tokens used so many; 0 when it was refused. */
  spent(expected: number, tokens: number): void {
    this.#correction += tokens - expected;
    if (tokens > 0) this.#tokensEach = Math.ceil(this.#tokensEach * (1 - NEWEST) + tokens * NEWEST);
  }

  /** The service told a request of this worker to wait: the others are told by the gate. */
  told(ms: number): void {
    this.#toldMs = Math.max(this.#toldMs, ms);
    if (!this.#asking) void this.#lease(0);
  }

  /** Leases permits, if those who wait need more than is leased. */
  request(now: number): void {
    if (this.#asking || now < this.#askAt) return;
    const waiting = this.#waiting;
    const last = this.#due.at(-1) ?? -Infinity;
    if (waiting <= this.#due.length || last > now + EARLY_MS) return;
    const recent = this.#used.filter((at) => at > now - 1_000).length;
    const before = recent >= BUSY ? recent : 0;
    void this.#lease(waiting + before - this.#due.length);
  }

  get #waiting(): number {
    let waiting = 0;
    for (const each of this.#claimants) waiting += each.waiting;
    return waiting;
  }

  async #lease(permits: number): Promise<void> {
    const told = { correction: Math.round(this.#correction), toldMs: Math.ceil(this.#toldMs) };
    const ask: LeaseAsk = {
      worker: this.#worker,
      rate: this.rate,
      permits,
      tokensEach: this.rate.tokensPerMinute === undefined ? 0 : this.#tokensEach,
      ...(this.rate.tokensPerMinute !== undefined && told.correction !== 0 && { correction: told.correction }),
      ...(told.toldMs > 0 && { toldMs: told.toldMs }),
    };
    this.#asking = true;
    this.#correction -= told.correction;
    this.#toldMs = 0;
    const leased = await this.#askOrAlone(ask);
    this.#asking = false;
    this.#keep(leased, permits > 0);
    // What was told meanwhile: the others must not learn of it with the next lease only.
    if (this.#toldMs > 0 && !this.#asking) void this.#lease(0);
  }

  async #askOrAlone(ask: LeaseAsk): Promise<Leased> {
    if (performance.now() < this.#aloneUntil) return this.#leaseAlone(ask);
    const wasAlone = this.#aloneUntil > -Infinity;
    try {
      const sent = Date.now();
      const lease = await this.ask(ask);
      if (wasAlone) this.note('info', `${this.title}: the limit is shared with the other workers again`);
      this.#aloneUntil = -Infinity;
      this.#sharers = lease.workers ?? 1;
      const read = Date.now();
      return { lease, at: performance.now() + this.#clock.local(lease.now, { sent, read }) - read };
    } catch (error) {
      this.#aloneUntil = performance.now() + ALONE_MS;
      if (!wasAlone) {
        const why = error instanceof Error ? error.message : String(error);
        this.note(
          'warn',
          `${this.title}: the limit can't be shared with other workers now, this one keeps to it alone: ${why}`,
        );
      }
      return this.#leaseAlone(ask);
    }
  }

  /** By the clock that nobody sets. */
  #leaseAlone(ask: LeaseAsk): Leased {
    const at = performance.now();
    const { lease, state } = leasePermits(this.#alone, { ...ask, rate: shareOfRate(ask.rate, this.#sharers) }, at);
    this.#alone = state;
    return { lease, at };
  }

  #keep({ lease: { permits, inMs, everyMs, toldMs = 0 }, at }: Leased, wanted: boolean): void {
    const first = at + inMs;
    const read = performance.now();
    for (let i = 0; i < permits; i += 1) {
      const due = first + i * everyMs;
      this.#due.push(due < read - LATE_ANSWER_MS ? due : Math.max(due, read));
    }
    if (permits > 0) this.#everyMs = everyMs;
    else if (wanted) this.#askAgain(first, inMs);
    for (const each of this.#claimants) each.leased(toldMs);
  }

  #askAgain(at: number, inMs: number): void {
    this.#askAt = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const each of this.#claimants) each.leased(0);
    }, inMs).unref();
  }
}
