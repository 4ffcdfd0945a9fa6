/** People in a simulated turn: they answer approvals (some late, some twice), speak to the model, and cancel single calls. */
import type { CallPlace, Decision, Steer, WaitingApproval } from '../../src/contract/people.js';
import { message } from '../../src/protocol/item.js';
import { editedText } from '../../src/protocol/outcome-text.js';
import { Refusal } from '../../src/workflows/refusal.js';
import type { TurnState } from '../../src/workflows/turn-state.js';
import type { Ledger } from './ledger.js';
import type { SeededRandom } from './seeded-random.js';
import type { Tally } from './tally.js';
import type { VirtualClock } from './virtual-clock.js';

/** What people work with. */
export interface PeopleParts {
  readonly random: SeededRandom;
  readonly clock: VirtualClock;
  readonly ledger: Ledger;
  readonly tally: Tally;
  readonly state: () => TurnState;
}

/** What a person does by themselves. */
export type PersonAct = 'steer' | 'signal' | 'cancel call';

/** The people of a turn. */
export class SimulatedPeople {
  readonly #parts: PeopleParts;
  readonly #asked = new Set<string>();

  constructor(parts: PeopleParts) {
    this.#parts = parts;
  }

  /** Calls wait for a person: mostly one answers. */
  waiting(approvals: readonly WaitingApproval[]): void {
    const { random, clock } = this.#parts;
    for (const approval of approvals) {
      if (this.#asked.has(approval.approvalId)) continue;
      this.#asked.add(approval.approvalId);
      const answers = random.weighted({ none: 1, one: 6, two: 2 });
      if (answers === 'none') continue;
      clock.after(random.time(9_000_000), () => this.#answer(approval));
      if (answers === 'two') clock.after(random.time(9_000_000), () => this.#answer(approval));
    }
  }

  /** Somebody does something. */
  act(what: PersonAct): void {
    if (what === 'cancel call') this.#cancelCall();
    else this.#say(what === 'signal');
  }

  #answer(approval: WaitingApproval): void {
    const { random, ledger, tally, state } = this.#parts;
    const { approvals } = state().people;
    const { approvalId } = approval;
    const due = ledger.people.pending.some((one) => one.approvalId === approvalId);
    const by = random.weighted({ approve: 3, edit: 2, deny: 3 });
    const decision: Decision =
      by === 'deny' ? { approvalId, verdict: 'deny', reason: 'no' } : { approvalId, verdict: 'approve' };
    const args = by === 'edit' ? { edited: random.id() } : undefined;
    const refused = this.#refusal(() => approvals.check(decision));
    if (!due || refused !== undefined) {
      if (due) ledger.break(`approval ${approvalId} is refused: ${refused}`);
      else if (refused !== 'approval_decided')
        ledger.break(`approval ${approvalId} is decided a second time: ${refused}`);
      tally.event('approval answered too late');
      return;
    }
    const { call } = approvals.check(decision);
    ledger.people.decided(call, by === 'deny' ? { approved: false } : { approved: true, ...(args && { args }) });
    if (args) ledger.people.said(message('user', editedText(call, args)));
    tally.event(by === 'deny' ? 'call denied' : args ? 'call approved with other arguments' : 'call approved');
    approvals.decide(decision, args, () => random.id());
  }

  #say(bySignal: boolean): void {
    const { random, ledger, tally, state } = this.#parts;
    const { people } = state();
    const items = Array.from({ length: random.int(1, 2) }, () => message('user', `a person says ${random.id()}`));
    const call = random.chance(0.3) ? this.#someCall() : undefined;
    const steer: Steer = { id: random.id(), items, ...(call && { cancelCalls: [call] }) };
    const refused = bySignal ? undefined : this.#refusal(() => people.checkSteer(steer));
    if (refused !== undefined) {
      const last = refused === 'last_answer' && ledger.lastAnswerIsAsked;
      if (!last && refused !== 'call_not_open') ledger.break(`a steer is refused: ${refused}`);
      tally.event(last ? 'steer refused at the last answer' : 'steer refused since a call had ended');
      return;
    }
    const open = call && people.calls.find(call);
    if (open) ledger.people.cancelled(open.call);
    ledger.people.said(...items);
    tally.event('a person says something');
    people.steer(steer);
  }

  #cancelCall(): void {
    const { ledger, tally, state } = this.#parts;
    const call = this.#someCall();
    if (!call) return;
    const { people } = state();
    const refused = this.#refusal(() => people.checkCancel(call));
    if (refused !== undefined) {
      if (ledger.running.has(call) && !ledger.people.isCancelled(call)) ledger.break('a call that runs is not open');
      return;
    }
    ledger.people.cancelled(call);
    tally.event('one call cancelled');
    people.calls.find(call)?.cancel();
  }

  #someCall(): CallPlace | undefined {
    const { random, ledger } = this.#parts;
    const calls = ledger.lastCalls;
    return calls.length === 0 ? undefined : random.pick(calls);
  }

  /** Why something is refused; undefined when it isn't. */
  #refusal(check: () => unknown): string | undefined {
    try {
      check();
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }
}
