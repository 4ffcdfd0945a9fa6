/**
 * The line before one model of a service, on one worker. Rules: first come, first served; a call waits inside of its
 * attempt while that is short, can be cancelled, and never counts as a failed one; what would wait for long, and whoever
 * finds the line full, comes again later. Where nothing was refused and no limit is set a call goes at once.
 */
import { HeldBackError } from './held-back.js';
import type { NoteGate, Permits } from './permits.js';
import { Ramp } from './ramp.js';

/** A request that may go. */
export interface Pass {
  readonly sentAt: number;
  /** Tokens that it is expected to use. */
  readonly tokens: number;
}

interface Waiter {
  readonly admit: (pass: Pass) => void;
  readonly refuse: (error: unknown) => void;
}

/** Longest wait inside of an attempt, in milliseconds: as long as another model of the agent would be waited for. */
export const HELD_MS = 30_000;
/** Most calls that wait on a worker: they take places from tools. */
const MOST_WAITING = 100;
/** When a call that found the line full comes again, in milliseconds. */
const FULL_LEAST_MS = 5_000;
const FULL_MOST_MS = 60_000;
/** Where a service asks to wait and doesn't say for how long. */
const UNTOLD_MS = 1_000;

/** A wait that another request was told is news to the other workers when it ends so much later, in milliseconds. */
const TOLD_AGAIN_MS = 1_000;

/** Who may ask one model of a service, and when. */
export class ModelLine {
  readonly #title: string;
  readonly #permits: Permits | undefined;
  readonly #note: NoteGate;
  readonly #ramp: Ramp;
  #line: Waiter[] = [];
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(title: string, permits: Permits | undefined, note: NoteGate) {
    this.#title = title;
    this.#permits = permits;
    this.#note = note;
    const perMinute = permits?.rate.requestsPerMinute;
    this.#ramp = new Ramp(perMinute === undefined ? undefined : perMinute / 60);
    permits?.join(this);
  }

  /** Calls that wait. */
  get waiting(): number {
    return this.#line.length;
  }

  /**
   * Lets a call go at once, or has it wait. Throws, or rejects with, a HeldBackError when that would be for long, and with
   * the signal's reason when that aborts.
   */
  enter(signal: AbortSignal): Pass | Promise<Pass> {
    const now = performance.now();
    if (this.#line.length === 0 && this.#mayGo(now)) return this.#send(now);
    signal.throwIfAborted();
    if (this.#line.length >= MOST_WAITING)
      throw new HeldBackError(`${this.waitText()}: the line is full`, this.#fullMs());
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#line = this.#line.filter((each) => each !== waiter);
        reject(signal.reason as Error);
      };
      const over = () => signal.removeEventListener('abort', leave);
      const waiter: Waiter = {
        admit: (pass) => (over(), resolve(pass)),
        refuse: (error) => (over(), reject(error)),
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#line.push(waiter);
      this.#pump();
    });
  }

  /** A request was answered, and used so many tokens. */
  answered(pass: Pass, tokens: number): void {
    this.#ended(pass, tokens);
  }

  /** A request failed by what says nothing of the service's room. */
  failed(pass: Pass): void {
    this.#ended(pass, 0);
  }

  /** The service asks to wait, for so many milliseconds if it says. */
  refused(pass: Pass, afterMs = UNTOLD_MS): void {
    const now = performance.now();
    const openBefore = this.#ramp.openAt;
    this.#ramp.refused(pass.sentAt, now, afterMs);
    // Of many that are refused at once the first says it all.
    if (openBefore <= now)
      this.#note('warn', `${this.#title}: the service asks to wait ${seconds(afterMs)}: its other calls wait, too`);
    if (openBefore <= now || this.#ramp.openAt > openBefore + TOLD_AGAIN_MS) this.#permits?.told(afterMs);
    this.#ended(pass, 0);
  }

  /** Permits came, or another worker was told to wait. */
  leased(toldMs: number): void {
    if (toldMs > 0) this.#ramp.pause(performance.now() + toldMs);
    this.#pump();
  }

  /** What a call waits for, for people. */
  waitText(): string {
    const now = performance.now();
    const told = this.#ramp.openAt - now;
    const others = `${this.#line.length} calls wait on this worker`;
    if (told > 0) return `${this.#title}: the service asks to wait ${seconds(told)}; ${others}`;
    return this.#permits
      ? `${this.#title}: waits for the limit ${this.#permits.title}; ${others}`
      : `${this.#title}: waits for its turn after the service asked to wait; ${others}`;
  }

  #ended({ tokens: expected }: Pass, tokens: number): void {
    this.#underWay -= 1;
    this.#permits?.spent(expected, tokens);
    if (this.#line.length > 0) this.#pump();
  }

  #mayGo(now: number): boolean {
    if (this.#rampAt(now) > now) return false;
    return this.#permits === undefined || this.#permits.ready(now);
  }

  #rampAt(now: number): number {
    return this.#ramp.nextAt(now, this.#underWay === 0 && this.#line.length <= 1);
  }

  #send(now: number): Pass {
    this.#underWay += 1;
    this.#ramp.sent(now);
    return { sentAt: now, tokens: this.#permits?.take(now) ?? 0 };
  }

  /** Lets go whoever may, and looks again when the next one may. */
  #pump(): void {
    clearTimeout(this.#timer);
    let now = performance.now();
    while (this.#line.length > 0 && this.#mayGo(now)) {
      this.#line.shift()?.admit(this.#send(now));
      now = performance.now();
    }
    if (this.#line.length === 0) return;
    this.#permits?.request(now);
    const permitAt = this.#permits?.nextAt(now) ?? now;
    const at = Math.max(this.#rampAt(now), permitAt === Infinity ? now : permitAt);
    if (at - now > HELD_MS) return this.#sendBack(at - now);
    // Without a permit in sight the answer of the gate goes on from here.
    if (at > now) this.#timer = setTimeout(() => this.#pump(), at - now);
  }

  #sendBack(waitMs: number): void {
    const text = this.waitText();
    const back = this.#line;
    this.#line = [];
    for (const [place, waiter] of back.entries())
      waiter.refuse(new HeldBackError(text, waitMs + place * this.#stepMs()));
  }

  #stepMs(): number {
    return this.#permits?.spacingMs ?? 0;
  }

  #fullMs(): number {
    const turnMs = this.#line.length * Math.max(this.#stepMs(), 50);
    return Math.min(Math.max(turnMs, FULL_LEAST_MS), FULL_MOST_MS);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
