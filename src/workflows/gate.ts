/**
 * Admission to a fan-out: at most so many calls at once, of the agent and of each tool, and at most so many bytes of
 * arguments in flight. Rule: deterministic, first come first served among those that fit; a call that its tool's limit
 * holds back does not hold back the calls behind it.
 *
 * The byte bound is what keeps one workflow task's commands under Temporal's 4 MB message: all that is scheduled in one
 * task is in flight together.
 */

/** Bounds of a gate. */
export interface GateLimits {
  readonly slots: number;
  readonly bytes: number;
}

/** One call that asks to be let in. */
export interface Ticket {
  readonly tool: string;
  /** At most so many of this tool at once. */
  readonly toolSlots: number;
  /** Size of the arguments; one larger than the gate's bound goes in alone. */
  readonly bytes: number;
}

interface Waiting {
  readonly ticket: Ticket;
  readonly admit: (open: boolean) => void;
}

/** A deterministic semaphore with slots, slots by tool, and bytes. */
export class Gate {
  readonly #limits: GateLimits;
  readonly #inside = new Map<string, number>();
  #slots = 0;
  #bytes = 0;
  #waiting: Waiting[] = [];
  #closed = false;

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  /**
   * Lets a ticket in at once, or has it wait for admission. False when the gate was closed first: then `leave` is not
   * called.
   */
  enter(ticket: Ticket): boolean | Promise<boolean> {
    if (this.#closed) return false;
    if (this.#fits(ticket)) {
      this.#take(ticket);
      return true;
    }
    return new Promise((admit) => {
      this.#waiting.push({ ticket, admit });
    });
  }

  /** Gives back what an admitted ticket held. */
  leave(ticket: Ticket): void {
    this.#slots -= 1;
    this.#bytes -= ticket.bytes;
    this.#inside.set(ticket.tool, this.#insideOf(ticket) - 1);
    this.#admit();
  }

  /** Refuses one that waits; one that was let in is not touched. */
  giveUp(ticket: Ticket): void {
    const waiting = this.#waiting.find((one) => one.ticket === ticket);
    if (!waiting) return;
    this.#waiting = this.#waiting.filter((one) => one !== waiting);
    waiting.admit(false);
  }

  /** Refuses all who wait and all who come later. */
  close(): void {
    this.#closed = true;
    this.#admit();
  }

  #admit(): void {
    const still: Waiting[] = [];
    for (const waiting of this.#waiting) {
      if (this.#closed) waiting.admit(false);
      else if (this.#fits(waiting.ticket)) {
        this.#take(waiting.ticket);
        waiting.admit(true);
      } else still.push(waiting);
    }
    this.#waiting = still;
  }

  #fits(ticket: Ticket): boolean {
    const bytesFit = this.#slots === 0 || this.#bytes + ticket.bytes <= this.#limits.bytes;
    return this.#slots < this.#limits.slots && this.#insideOf(ticket) < ticket.toolSlots && bytesFit;
  }

  #take(ticket: Ticket): void {
    this.#slots += 1;
    this.#bytes += ticket.bytes;
    this.#inside.set(ticket.tool, this.#insideOf(ticket) + 1);
  }

  #insideOf(ticket: Ticket): number {
    return this.#inside.get(ticket.tool) ?? 0;
  }
}
