/** Which model call of a streaming turn is open, from the facts of its history. Pure. */
import type { CallModelInput } from '../contract/call-model.js';
import { CALL_MODEL } from '../contract/names.js';
import type { HistoryFact } from './history-fact.js';

/** An open model call whose text can be watched. */
export interface StreamingCall {
  readonly runId: string;
  readonly step: number;
}

/** Follows the facts of a turn. */
export class OpenModelCall {
  #runId = '';
  #scheduled = 0;
  #call: StreamingCall | undefined;

  /** Takes the next fact in; returns the streaming model call that is open after it. The same call is the same object. */
  apply(fact: HistoryFact): StreamingCall | undefined {
    switch (fact.type) {
      case 'turn-started':
        this.#runId = fact.runId;
        this.#call = undefined;
        break;
      case 'activity-scheduled':
        if (fact.name === CALL_MODEL) this.#open(fact.eventId, fact.input as CallModelInput);
        break;
      case 'activity-completed':
      case 'activity-failed':
        if (fact.scheduled === this.#scheduled) this.#call = undefined;
        break;
      case 'turn-closed':
        this.#call = undefined;
        break;
      default:
    }
    return this.#call;
  }

  #open(eventId: number, { step, stream }: CallModelInput): void {
    this.#scheduled = eventId;
    this.#call = stream ? { runId: this.#runId, step } : undefined;
  }
}
