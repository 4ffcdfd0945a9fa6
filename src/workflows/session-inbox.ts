/**
 * The rules of a session's messages: which are taken, which turn each gets, and what a session carries on. Pure. Rules: a
 * message that comes twice is one; turns run one at a time, in the order in which messages were taken; all is bounded.
 */
import {
  SESSION_REFUSAL,
  type CarriedSession,
  type MessageAccepted,
  type QueuedMessage,
  type SessionMessage,
  type SessionTurnRecord,
} from '../contract/session.js';
import { jsonBytes } from '../protocol/size.js';

/** Messages that wait at most. */
export const MOST_WAITING = 200;
/** Bytes of JSON of the messages that wait, at most. */
export const MOST_WAITING_BYTES = 8_000_000;
/** Turns, and so ids of messages, that a session remembers. */
export const MOST_REMEMBERED = 1_000;

/** Why a message is refused. */
export interface Refusal {
  readonly type: (typeof SESSION_REFUSAL)[keyof typeof SESSION_REFUSAL];
  readonly message: string;
}

/** The messages and turns of one session. */
export class SessionInbox {
  readonly #waiting: QueuedMessage[];
  /** By id of the message; the oldest first. */
  readonly #turns: Map<string, SessionTurnRecord>;
  #lastTurn: number;
  #running: QueuedMessage | undefined;
  #waitingBytes = 0;
  #ending: boolean;

  constructor(
    readonly agent: string,
    carried?: Omit<CarriedSession, 'before'>,
  ) {
    this.#waiting = [...(carried?.queue ?? [])];
    this.#turns = new Map(carried?.turns.map((record) => [record.message, record]));
    this.#lastTurn = carried?.lastTurn ?? 0;
    this.#ending = carried?.ending === true;
    this.#waitingBytes = this.#waiting.reduce((sum, message) => sum + jsonBytes(message), 0);
  }

  /** The turn that runs. */
  get running(): QueuedMessage | undefined {
    return this.#running;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Bytes of JSON of the messages that wait. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Takes no more messages. */
  get ending(): boolean {
    return this.#ending;
  }

  /** Takes no more messages from now on. */
  end(): void {
    this.#ending = true;
  }

  /** Why a message is refused; undefined when it is taken, or was before. `full` says why the session can't grow. */
  refusal({ id, agent, onBusy, ...message }: SessionMessage, full?: string): Refusal | undefined {
    if (this.#turns.has(id)) return undefined;
    if (agent !== this.agent) {
      return { type: SESSION_REFUSAL.agent, message: `the session is of agent "${this.agent}", not "${agent}"` };
    }
    if (this.#ending) return { type: SESSION_REFUSAL.ending, message: 'the session was ended: begin another one' };
    if (full !== undefined) return { type: SESSION_REFUSAL.full, message: full };
    if (onBusy === 'reject' && this.#busy) {
      const turn = this.#running?.turn ?? this.#waiting[0]?.turn;
      return { type: SESSION_REFUSAL.busy, message: `turn ${turn} is not over yet` };
    }
    if (this.#waiting.length >= MOST_WAITING) {
      return { type: SESSION_REFUSAL.full, message: `${MOST_WAITING} messages wait already` };
    }
    if (this.#waitingBytes + jsonBytes(message) > MOST_WAITING_BYTES) {
      return { type: SESSION_REFUSAL.full, message: `messages of ${this.#waitingBytes} bytes wait already` };
    }
    return undefined;
  }

  /** Takes a message. @returns its turn, and whether it is new. */
  accept(message: SessionMessage): MessageAccepted & { readonly isNew: boolean } {
    const known = this.#turns.get(message.id);
    if (known) return { turn: known.turn, isNew: false };
    this.#lastTurn += 1;
    const queued = { ...message, turn: this.#lastTurn };
    this.#remember({ turn: queued.turn, message: message.id });
    this.#waiting.push(queued);
    this.#waitingBytes += jsonBytes(queued);
    return { turn: queued.turn, isNew: true };
  }

  /** The turn that a message which came before got. */
  turnOf(messageId: string): number | undefined {
    return this.#turns.get(messageId)?.turn;
  }

  /** The turn that runs takes the message in. */
  steered(message: SessionMessage, turn: number): void {
    this.#remember({ turn, message: message.id, steered: true });
  }

  /** The turn that ran took the message not in: it is as if it had not come. */
  forget(message: SessionMessage): void {
    this.#turns.delete(message.id);
  }

  /** The turn, if it waits, is to end as it begins: it keeps its place, and what was said in it stays said. */
  cancel(turn: number): void {
    const at = this.#waiting.findIndex((message) => message.turn === turn);
    const message = this.#waiting[at];
    if (!message || message.cancelled) return;
    const cancelled = { ...message, cancelled: true as const };
    this.#waiting[at] = cancelled;
    this.#waitingBytes += jsonBytes(cancelled) - jsonBytes(message);
  }

  /** The message that is next; its turn runs from now on. */
  next(): QueuedMessage | undefined {
    const message = this.#waiting.shift();
    if (!message) return undefined;
    this.#waitingBytes -= jsonBytes(message);
    this.#running = message;
    return message;
  }

  /** The turn that ran is over, and in the conversation. */
  over(end: NonNullable<SessionTurnRecord['end']>): void {
    const running = this.#running;
    this.#running = undefined;
    if (running) this.#remember({ turn: running.turn, message: running.id, end });
  }

  /** What the next run of the session needs to know. */
  get carried(): Omit<CarriedSession, 'before'> {
    return {
      lastTurn: this.#lastTurn,
      turns: [...this.#turns.values()],
      queue: this.#waiting,
      ...(this.#ending && { ending: true as const }),
    };
  }

  get #busy(): boolean {
    return this.#running !== undefined || this.#waiting.length > 0;
  }

  #remember(record: SessionTurnRecord): void {
    this.#turns.set(record.message, record);
    const [oldest] = this.#turns;
    // More are never waiting than are remembered, so that the oldest is over.
    if (this.#turns.size > MOST_REMEMBERED && oldest) this.#turns.delete(oldest[0]);
  }
}
