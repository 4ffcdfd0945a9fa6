/**
 * Runs of local tools while history is being read. Rule: the marker of one that failed names its tool alone; the turn's
 * own result says which call it was, in the order of the calls.
 */
import { ranLocally, type CallRecord } from './call-record.js';
import type { LocalActivityEnded } from './history-fact.js';

/** Local runs that failed and whose calls are not known yet, by tool. */
export class LocalRuns {
  readonly #failed = new Map<string, LocalActivityEnded[]>();

  /** A run ended that names no call. */
  note(fact: LocalActivityEnded): void {
    if (fact.failure) this.#failed.set(fact.name, [...(this.#failed.get(fact.name) ?? []), fact]);
  }

  /** The turn recorded a result of its own for a call: a failed run of the tool was this call's, if nothing else ran it. */
  claim(record: CallRecord): void {
    if (record.result || record.planned || record.scheduledAt !== undefined) return;
    const local = this.#failed.get(record.call.name)?.shift();
    if (local) ranLocally(record, local);
  }
}
