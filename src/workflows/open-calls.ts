/**
 * The calls of a step that have not ended: which of them waits for a person, how one of them is cancelled, and the time in
 * which nothing but people was waited for. Rules: cancelling one never touches its siblings; the turn's clock stands still
 * exactly while calls are open and each of them waits for a person.
 */
import type { CallName, CallPlace, SignalOrder, SubTurnWaits } from '../contract/people.js';
import type { Outcome } from '../protocol/outcome.js';
import type { ToolCall } from '../protocol/tool-call.js';

/** One call that has not ended. */
export class OpenCall {
  /** Somebody asked to cancel it. */
  cancelled = false;
  /** It waits for a person. */
  waits = false;
  #cancel: (() => void) | undefined;
  #told: SignalOrder | undefined;

  constructor(readonly call: ToolCall) {}

  /** Whether what its turn told, where the call is one, is later than all that it told before. */
  isNews(told: SignalOrder | undefined): boolean {
    const last = this.#told;
    const late = told && last && (told.at < last.at || (told.at === last.at && told.nth < last.nth));
    if (!late) this.#told = told;
    return !late;
  }

  /** Says how the call is cancelled from now on. */
  cancelBy(cancel: () => void): void {
    this.#cancel = cancel;
  }

  /** Cancels it; again does nothing. */
  cancel(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.#cancel?.();
  }
}

/** The open calls of a turn. */
export class OpenCalls {
  /** Told when the clock begins to stand still, and when it goes on. */
  onStand: ((stands: boolean) => void) | undefined;
  readonly #open = new Map<string, OpenCall>();
  /** How calls of the step ended whose results wait for their siblings'. */
  readonly #ended = new Map<string, Outcome>();
  #waiting = 0;
  #standsSince: number | undefined;
  #stoodMs = 0;

  /** Milliseconds in which nothing but people was waited for, up to `now`. */
  waitedMs(now: number): number {
    return this.#stoodMs + (this.#standsSince === undefined ? 0 : now - this.#standsSince);
  }

  /** A step's results are recorded: what is noted of its calls is no longer asked for. */
  forget(): void {
    this.#ended.clear();
  }

  /** The same, and begins to count anew; only while no call is open. */
  takeWaitedMs(): number {
    const waited = this.#stoodMs;
    this.#stoodMs = 0;
    return waited;
  }

  /** Whether nothing but people is waited for. */
  get standing(): boolean {
    return this.#standsSince !== undefined;
  }

  enter(call: ToolCall, now: number): OpenCall {
    const open = new OpenCall(call);
    this.#open.set(keyOf(call), open);
    if (this.#waiting > 0) this.#turnClock(now);
    return open;
  }

  leave(open: OpenCall, outcome: Outcome, now: number): void {
    this.#open.delete(keyOf(open.call));
    this.settle(open.call, outcome);
    if (open.waits) this.wait(open, false, now);
    else if (this.#waiting > 0) this.#turnClock(now);
  }

  /** The call begins or ceases to wait for a person. */
  wait(open: OpenCall, waits: boolean, now: number): void {
    if (open.waits === waits) return;
    open.waits = waits;
    this.#waiting += waits ? 1 : -1;
    this.#turnClock(now);
  }

  /** The same, told by the turn of a sub-agent that is the call. */
  waitBelow({ waits, told, ...place }: SubTurnWaits, now: number): void {
    const open = this.#open.get(keyOf(place));
    if (open?.isNews(told)) this.wait(open, waits, now);
  }

  /** Notes how a call ended that was never open. */
  settle(call: CallPlace, outcome: Outcome): void {
    this.#ended.set(keyOf(call), outcome);
  }

  /** Where a call stands that has no recorded result yet. */
  stateOf(call: CallPlace): Outcome | 'open' {
    return this.#ended.get(keyOf(call)) ?? 'open';
  }

  /** The open call of this name that can still be cancelled. */
  find(name: CallName): OpenCall | undefined {
    const open =
      typeof name === 'string'
        ? [...this.#open.values()].findLast(({ call, cancelled }) => call.callId === name && !cancelled)
        : this.#open.get(keyOf(name));
    return open?.cancelled ? undefined : open;
  }

  #turnClock(now: number): void {
    const stands = this.#waiting > 0 && this.#waiting === this.#open.size;
    if (stands === this.standing) return;
    if (this.#standsSince !== undefined) this.#stoodMs += now - this.#standsSince;
    this.#standsSince = stands ? now : undefined;
    this.onStand?.(stands);
  }
}

function keyOf({ step, position }: CallPlace): string {
  return `${step}.${position}`;
}
