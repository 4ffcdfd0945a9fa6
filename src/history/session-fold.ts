/** Folds the history of one run of a session into a view of it. Pure. Rule: a message that came twice is one turn. */
import { ADOPT_ENTRIES } from '../contract/names.js';
import { turnIdOf, type SessionInput, type SessionTurnRecord } from '../contract/session.js';
import type { Item } from '../protocol/item.js';
import type { Entry } from '../protocol/entry.js';
import { AdoptedEntries } from './adopted-entries.js';
import type { HistoryFact, TurnClosed } from './history-fact.js';
import type { SessionFact } from './session-fact.js';

/** A turn of a session: `waiting` for those before it, `running`, or how it ended. */
export interface SessionTurn {
  readonly turnId: string;
  /** From 1, in the order in which messages were accepted. */
  readonly turn: number;
  readonly messageId: string;
  readonly state: 'waiting' | 'running' | NonNullable<SessionTurnRecord['end']>;
  /** What the turn was started with; known of the messages that wait and of those of the session's current run. */
  readonly input?: readonly Item[];
}

/** A session as its history tells it. */
export interface SessionView {
  readonly sessionId: string;
  readonly runId: string;
  readonly agent: string;
  /** `ending`: it takes no more messages. */
  readonly state: 'open' | 'ending' | 'closed';
  /** The latest turns, oldest first. */
  readonly turns: readonly SessionTurn[];
  /** The conversation as far as the session has taken it in. */
  readonly entries: readonly Entry[];
  /** What the next turn is sent of it, where a turn was compacted. */
  readonly sent?: readonly Entry[];
  /** The turn that has begun, until the conversation has what it added: the session takes that in only after its end. */
  readonly openTurnId?: string;
}

/** One run of a session that is being read. */
export class SessionFold {
  #agent = '';
  #ending = false;
  #closed = false;
  #openTurnId: string | undefined;
  #entries = new AdoptedEntries();
  readonly #messages = new Map<number, { id: string; input: readonly Item[] }>();
  /** By turn id. */
  readonly #turns = new Map<string, SessionTurn>();

  constructor(
    readonly sessionId: string,
    readonly runId: string,
  ) {}

  /** Takes the next fact of a turn-like event in: the start, adoptions, the close. */
  apply(fact: HistoryFact): void {
    if (fact.type === 'turn-started') this.#start(fact.input as SessionInput);
    if (fact.type === 'activity-scheduled' && fact.name === ADOPT_ENTRIES) this.#entries.scheduled(fact.eventId);
    if (fact.type === 'activity-completed' && this.#entries.completed(fact.scheduled, fact.result) === 'all') {
      this.#openTurnId = undefined;
    }
    if (fact.type === 'activity-failed' && this.#entries.failed(fact.scheduled)) this.#openTurnId = undefined;
    if (fact.type === 'turn-closed') this.#close(fact);
  }

  /** Takes the next fact of the session's own in. */
  applyOwn(fact: SessionFact): void {
    switch (fact.type) {
      case 'message':
        this.#messages.set(fact.eventId, fact.message);
        break;
      case 'message-taken':
        this.#taken(fact.accepted, fact.turn);
        break;
      case 'turn-begun':
        this.#openTurnId = fact.turnId;
        this.#set(fact.turnId, 'running');
        break;
      case 'turn-not-started':
        this.#set(fact.turnId, 'not_started');
        break;
      case 'turn-ended':
        this.#set(fact.turnId, fact.how);
        break;
      default:
        this.#ending = true;
    }
  }

  /** What is known by now. */
  view(): SessionView {
    const { entries, sent } = this.#entries;
    return {
      sessionId: this.sessionId,
      runId: this.runId,
      agent: this.#agent,
      state: this.#closed ? 'closed' : this.#ending ? 'ending' : 'open',
      turns: [...this.#turns.values()],
      entries,
      ...(sent && { sent }),
      ...(this.#openTurnId !== undefined && { openTurnId: this.#openTurnId }),
    };
  }

  #start({ agent, carried }: SessionInput): void {
    this.#agent = agent;
    this.#ending = carried?.ending === true;
    this.#entries = new AdoptedEntries(carried?.before, carried?.compacted);
    const waiting = new Map(carried?.queue.map(({ turn, input }) => [turn, input]));
    for (const { turn, message, end, steered } of carried?.turns ?? []) {
      if (steered) continue;
      const input = waiting.get(turn);
      this.#add({ turn, messageId: message, state: end ?? 'waiting', ...(input && { input }) });
    }
  }

  /** Whatever waits begins in another run, or never. */
  #close({ newRunId }: TurnClosed): void {
    this.#closed = true;
    if (newRunId !== undefined) return;
    for (const { turnId, state } of this.#turns.values()) if (state === 'waiting') this.#set(turnId, 'not_started');
  }

  #taken(accepted: number, turn: number): void {
    const message = this.#messages.get(accepted);
    this.#messages.delete(accepted);
    if (!message || this.#turns.has(turnIdOf(this.sessionId, turn))) return;
    this.#add({ turn, messageId: message.id, state: 'waiting', input: message.input });
  }

  #add(turn: Omit<SessionTurn, 'turnId'>): void {
    const turnId = turnIdOf(this.sessionId, turn.turn);
    this.#turns.set(turnId, { turnId, ...turn });
  }

  #set(turnId: string, state: SessionTurn['state']): void {
    const turn = this.#turns.get(turnId);
    if (turn) this.#turns.set(turnId, { ...turn, state });
  }
}
