/**
 * What people do with a turn, while its history is being read. Rules: an approval is decided once, and told so only when the
 * decision holds; what a person said is kept until a model call or the turn's end takes it along.
 */
import { saidBy, type Decision, type WaitingApproval } from '../contract/people.js';
import { textOf } from '../protocol/item.js';
import type { Entry } from '../protocol/entry.js';
import { saidEntry, type Said } from '../protocol/said.js';
import type { CallRecord } from './call-record.js';
import type { PeopleFact, UpdateFact } from './history-fact.js';
import type { ApprovalVerdict, TurnEvent } from './turn-event.js';
import type { Approval } from './turn-view.js';

type FindCall = (step: number, position: number) => CallRecord | undefined;

/** The people's side of a turn. */
export class PeopleRecord {
  /** What was said and no model call has taken along, by entry id. */
  readonly #unsaid = new Map<string, Said>();
  /** Ids of steers: one that comes twice is said once. */
  readonly #heard = new Set<string>();
  /** What was said, by the step that it follows. */
  readonly #said = new Map<number, readonly Said[]>();
  readonly #pending = new Map<string, WaitingApproval>();
  /** What a reset has applied again, by the update's id, until the turn accepts it: a refused one never was. */
  readonly #admitted = new Map<string, UpdateFact>();
  /** Decisions that were accepted and have not ended, by the event of their acceptance. */
  readonly #deciding = new Map<number, Decision>();
  /** Approvals that are pending no longer, and a decision about which has not ended. */
  readonly #gone = new Map<string, WaitingApproval & { readonly at: number }>();
  readonly #find: FindCall;

  constructor(find: FindCall) {
    this.#find = find;
  }

  /** Takes the next fact in; returns what happened by it. */
  apply(fact: PeopleFact): TurnEvent[] {
    switch (fact.type) {
      case 'steered': {
        const { id, items } = fact.steer;
        if (this.#heard.has(id)) return [];
        this.#heard.add(id);
        for (const said of saidBy(fact.steer)) this.#unsaid.set(said.id, said);
        return [{ type: 'steered', at: fact.at, text: items.map(textOf).join('\n'), items }];
      }
      case 'deciding':
        this.#deciding.set(fact.eventId, fact.decision);
        return [];
      case 'admitted':
        this.#admitted.set(fact.updateId, fact.fact);
        return [];
      case 'accepted': {
        const { at, eventId, updateId } = fact;
        const admitted = this.#admitted.get(updateId);
        this.#admitted.delete(updateId);
        return admitted ? this.apply({ ...admitted, at, eventId }) : [];
      }
      case 'update-ended':
        return this.#updateEnded(fact.at, fact.accepted, fact.ok);
      default:
        return this.#waiting(fact);
    }
  }

  /** A model call, or the turn's end, took this along: it follows the answer of a step, or the input (0). */
  say(after: number, said: readonly Said[] = []): void {
    const known = this.#said.get(after) ?? [];
    const news = said.filter(({ id }) => !known.some((one) => one.id === id));
    this.#said.set(after, [...known, ...news]);
    for (const { id } of said) this.#unsaid.delete(id);
  }

  /** The turn goes on in another run after this step: what followed it before is void. */
  goOn(afterStep: number, said: readonly Said[] = []): void {
    for (const open of [this.#pending, this.#deciding, this.#gone]) open.clear();
    for (const step of this.#said.keys()) if (step >= afterStep) this.#said.delete(step);
    this.say(afterStep, said);
    // A reset has what was said after this step said again.
    this.#heard.clear();
    for (const one of [...this.#said.values()].flat()) this.#heard.add(one.id);
  }

  /** The entries of what was said after a step. */
  entries(after: number): Entry[] {
    return (this.#said.get(after) ?? []).map((one) => saidEntry(after, one));
  }

  /** The turn ended with these words. What came too late for it by a signal, which nobody could refuse, follows them. */
  end(after: number, said: readonly Said[] = []): void {
    this.say(after, [...said, ...[...this.#unsaid.values()].filter(({ id }) => !said.some((one) => one.id === id))]);
  }

  /** The calls that wait for a person now. */
  approvals(turn: { readonly turnId: string; readonly agent: string }): Approval[] {
    return [...this.#pending.values()].flatMap(({ step, position, ...told }) => {
      const record = this.#find(step, position);
      return record ? [{ ...turn, ...record.event, ...told, requestedAt: record.approval?.requestedAt ?? 0 }] : [];
    });
  }

  #waiting({ at, asked, over }: PeopleFact & { type: 'waiting' }): TurnEvent[] {
    const now = new Map(asked.map((each) => [each.approvalId, each]));
    const others = () => [...this.#pending.keys()].filter((id) => !now.has(id));
    const events: TurnEvent[] = [];
    for (const id of over === 'others' ? others() : over) {
      const each = this.#pending.get(id);
      if (!each) continue;
      this.#pending.delete(id);
      const open = [...this.#deciding.values()].some(({ approvalId }) => approvalId === id);
      if (open) this.#gone.set(id, { ...each, at });
      else events.push(...this.#unanswered(at, each));
    }
    for (const [id, each] of now) {
      const record = this.#pending.has(id) ? undefined : this.#find(each.step, each.position);
      if (!record) continue;
      this.#pending.set(id, each);
      const { step: _step, position: _position, ...told } = each;
      record.approval = { ...told, requestedAt: at };
      events.push({ type: 'approval-requested', at, ...record.event, ...told });
    }
    return events;
  }

  #updateEnded(at: number, accepted: number, ok: boolean): TurnEvent[] {
    const decision = this.#deciding.get(accepted);
    if (!decision) return [];
    this.#deciding.delete(accepted);
    const { approvalId, verdict, by } = decision;
    const gone = this.#gone.get(approvalId);
    const asked = gone ?? this.#pending.get(approvalId);
    if (!asked) return [];
    if (!ok) {
      const open = [...this.#deciding.values()].some((other) => other.approvalId === approvalId);
      if (!gone || open) return [];
      this.#gone.delete(approvalId);
      return this.#unanswered(gone.at, gone);
    }
    this.#gone.delete(approvalId);
    this.#pending.delete(approvalId);
    const args = decision.verdict === 'approve' && decision.args !== undefined && { args: decision.args };
    const reason = decision.verdict === 'deny' && { reason: decision.reason };
    return this.#decided(at, asked, { verdict, decidedBy: 'person', ...(by && { by }), ...reason, ...args });
  }

  /** It waits no longer and no person decided: its deadline did, or the call was cancelled. */
  #unanswered(at: number, asked: WaitingApproval): TurnEvent[] {
    return at < asked.until ? [] : this.#decided(at, asked, { verdict: asked.otherwise, decidedBy: 'deadline' });
  }

  #decided(at: number, { step, position, approvalId }: WaitingApproval, decided: ApprovalVerdict): TurnEvent[] {
    const record = this.#find(step, position);
    if (!record?.approval) return [];
    record.approval = { ...record.approval, decided: { ...decided, at } };
    return [{ type: 'approval-decided', at, ...record.event, approvalId, ...decided }];
  }
}
