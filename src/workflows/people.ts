/** What people may do with a running turn, and what they have done: the state behind the updates. Knows nothing of Temporal. */
import { isCallName, type CallName, type Steer } from '../contract/people.js';
import type { Entry } from '../protocol/entry.js';
import { clip } from '../protocol/outcome-text.js';
import { Approvals } from './approvals.js';
import { Inbox } from './inbox.js';
import { OpenCalls, type OpenCall } from './open-calls.js';
import { Refusal } from './refusal.js';

/** The people's side of a turn. */
export class People {
  readonly inbox = new Inbox();
  readonly calls = new OpenCalls();
  readonly approvals = new Approvals(this.inbox);
  /** Workers say that the search attribute of waiting turns is registered. */
  attribute = false;
  /** The turn is about to end, so that nothing more can be said in it: why. */
  closing: 'last_answer' | 'turn_ended' | undefined;

  /** The turn goes on after this step, in another run: what people did before counts on. */
  resume(steps: number, entries: readonly Entry[]): void {
    this.approvals.overUpTo = steps;
    this.inbox.saidBefore(entries.flatMap(({ id, item }) => (item.role === 'user' ? [id] : [])));
  }

  /** @throws {Refusal} when it can't be said, or a call that it cancels is not open. */
  checkSteer(steer: Steer): void {
    if (this.closing === 'last_answer') {
      const why = 'the turn reached a limit and asks the model for its last answer';
      throw new Refusal('last_answer', `${why}: say it in the next turn`);
    }
    this.#checkRunning();
    this.inbox.check(steer);
    for (const call of steer.cancelCalls ?? []) this.checkCancel(call);
  }

  /** Says something to the model before its next answer. */
  steer(steer: Steer): void {
    this.inbox.add(steer);
    for (const call of steer.cancelCalls ?? []) this.calls.find(call)?.cancel();
  }

  /** The open call of this name. @throws {Refusal} when there is none. */
  checkCancel(name: CallName): OpenCall {
    this.#checkRunning();
    if (!isCallName(name)) throw new Refusal('malformed', 'a call is named by its id, or by { step, position }');
    const open = this.calls.find(name);
    if (open) return open;
    const shown = typeof name === 'string' ? `"${clip(name, 100)}"` : `${name.step}.${name.position}`;
    throw new Refusal('call_not_open', `no call ${shown} of this turn is open: it has ended, or there is none`);
  }

  #checkRunning(): void {
    if (this.closing === 'turn_ended') throw new Refusal('turn_ended', 'the turn has ended');
  }
}
