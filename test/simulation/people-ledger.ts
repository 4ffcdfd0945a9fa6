/** What people were asked and did, seen from outside: verdicts, words, cancelled calls, and the time that doesn't count. */
import { isDeepStrictEqual } from 'node:util';
import type { CallPlace, WaitingApproval } from '../../src/contract/people.js';
import type { Item } from '../../src/protocol/item.js';
import type { Outcome } from '../../src/protocol/outcome.js';
import type { VirtualClock } from './virtual-clock.js';

/** How an approval was decided. */
export type Decided = { readonly approved: true; readonly args?: unknown } | { readonly approved: false };

/** The people of a turn. */
export class PeopleLedger {
  /** How often words of people went to the model. */
  heard = 0;
  readonly #clock: VirtualClock;
  readonly #running: () => number;
  readonly #verdicts = new Map<string, Decided>();
  readonly #cancelled = new Set<string>();
  #pending: readonly WaitingApproval[] = [];
  #words: Item[] = [];
  #stood = 0;
  #standsSince: number | undefined;

  constructor(clock: VirtualClock, running: () => number) {
    this.#clock = clock;
    this.#running = running;
  }

  /** Milliseconds in which people were waited for and nothing ran. */
  get stoodMs(): number {
    return this.#stood + (this.#standsSince === undefined ? 0 : this.#clock.now - this.#standsSince);
  }

  /** Whether the clock stands now. */
  get stands(): boolean {
    return this.#standsSince !== undefined;
  }

  waiting(approvals: readonly WaitingApproval[]): void {
    for (const one of this.#pending) {
      const gone = !approvals.some(({ approvalId }) => approvalId === one.approvalId);
      const key = keyOf(one);
      if (!gone || this.#verdicts.has(key) || this.#cancelled.has(key) || this.#clock.now < one.until) continue;
      this.decided(one, one.otherwise === 'approve' ? { approved: true } : { approved: false });
    }
    this.#pending = approvals;
    this.turnClock();
  }

  /** The calls that are waited for. */
  get pending(): readonly WaitingApproval[] {
    return this.#pending;
  }

  decided(call: CallPlace, verdict: Decided): void {
    this.#verdicts.set(keyOf(call), verdict);
  }

  verdictOf(call: CallPlace): Decided | undefined {
    return this.#verdicts.get(keyOf(call));
  }

  cancelled(call: CallPlace): void {
    this.#cancelled.add(keyOf(call));
  }

  isCancelled(call: CallPlace): boolean {
    return this.#cancelled.has(keyOf(call));
  }

  /** What a call that was never started may be recorded as because of people. */
  excuses(call: CallPlace): Outcome[] {
    const denied = this.verdictOf(call)?.approved === false;
    return [
      ...(denied ? (['denied'] as const) : []),
      ...(this.#cancelled.has(keyOf(call)) ? (['cancelled'] as const) : []),
    ];
  }

  /** Whether people hold a call back. */
  holds(call: CallPlace): boolean {
    return this.excuses(call).length > 0 || this.#pending.some((one) => isDeepStrictEqual(keyOf(one), keyOf(call)));
  }

  /** Words that must go to the model before its next answer. */
  said(...items: readonly Item[]): void {
    this.#words.push(...items);
  }

  /** The words that are due. */
  take(): Item[] {
    const words = this.#words;
    this.#words = [];
    if (words.length > 0) this.heard += 1;
    return words;
  }

  /** Something began or ended. */
  turnClock(): void {
    const stands = this.#pending.length > 0 && this.#running() === 0;
    if (stands === this.stands) return;
    if (this.#standsSince !== undefined) this.#stood += this.#clock.now - this.#standsSince;
    this.#standsSince = stands ? this.#clock.now : undefined;
  }
}

function keyOf({ step, position }: CallPlace): string {
  return `${step}.${position}`;
}
