/**
 * Lets people in: registers the updates and the signal by which they speak to a turn. Rule: a refusal comes before
 * anything changed, by an update's validator where the turn itself can tell, and the client gets it typed.
 */
import {
  ApplicationFailure,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
  uuid4,
} from '@temporalio/workflow';
import { CHECK_ARGUMENTS } from '../contract/names.js';
import {
  CANCEL_CALL_UPDATE,
  DECIDE_UPDATE,
  REFUSED,
  STEER_SIGNAL,
  STEER_UPDATE,
  type CancelCall,
  type CheckArguments,
  type CheckedArguments,
  type Decision,
  type Steer,
} from '../contract/people.js';
import { clip } from '../protocol/outcome-text.js';
import { joinClocks } from './join-clocks.js';
import { readFault } from './read-failure.js';
import { Refusal } from './refusal.js';
import type { TurnState } from './turn-state.js';

/** Bounds of checking edited arguments: a person waits for it. */
const CHECK = { startToCloseTimeout: 10_000, scheduleToCloseTimeout: 60_000, retry: { maximumAttempts: 10 } } as const;

/** Registers what people may do with the turn. */
export function servePeople(state: TurnState, newId: () => string): void {
  const { people } = state;
  joinClocks(people.calls);
  setHandler(defineUpdate<void, [Steer]>(STEER_UPDATE), (steer) => people.steer(steer), {
    validator: told((steer: Steer) => people.checkSteer(steer)),
    description: 'Says something to the model before its next answer.',
  });
  setHandler(
    defineSignal<[Steer]>(STEER_SIGNAL),
    (steer) => {
      try {
        people.inbox.check(steer);
      } catch {
        // Nobody waits for a signal's answer.
        return;
      }
      people.steer(steer);
    },
    { description: 'The same from a session, which can send no updates.' },
  );
  setHandler(defineUpdate<void, [CancelCall]>(CANCEL_CALL_UPDATE), ({ call }) => people.calls.find(call)?.cancel(), {
    validator: told(({ call }: CancelCall) => people.checkCancel(call)),
    description: 'Cancels one open call; its siblings and the turn go on.',
  });
  setHandler(
    defineUpdate<void, [Decision]>(DECIDE_UPDATE),
    async (decision) => {
      const args = decision.verdict === 'approve' ? await checkedArguments(decision, state) : undefined;
      told(() => people.approvals.decide(decision, args, newId))();
    },
    {
      validator: told((decision: Decision) => people.approvals.check(decision)),
      description: 'Approves or denies a call that waits for a person.',
    },
  );
}

/** The edited arguments as the call runs with them; its worker has their schema, so it checks them. */
async function checkedArguments(decision: Decision & { verdict: 'approve' }, state: TurnState): Promise<unknown> {
  if (decision.args === undefined) return undefined;
  const { call } = state.people.approvals.check(decision);
  const activities = proxyActivities<
    Record<typeof CHECK_ARGUMENTS, (input: CheckArguments) => Promise<CheckedArguments>>
  >({ ...CHECK, activityId: `check:${uuid4()}` });
  const { name, digest } = state.agent;
  const input = { agent: name, digest, tool: call.name, args: decision.args };
  let checked: CheckedArguments;
  try {
    checked = await activities[CHECK_ARGUMENTS](input);
  } catch (error) {
    // The turn, which ended with all that waited, may have been cancelled meanwhile.
    told(() => state.people.approvals.check(decision))();
    const why = clip(readFault(error).message, 1_000);
    throw failureOf(new Refusal('approval_arguments', `the arguments could not be checked: ${why}`));
  }
  if ('args' in checked) return checked.args;
  throw failureOf(new Refusal('approval_arguments', `the arguments don't fit the tool: ${checked.problem}`));
}

/** A function whose refusals reach the client as such. */
function told<Args extends unknown[]>(check: (...args: Args) => unknown): (...args: Args) => void {
  return (...args) => {
    try {
      check(...args);
    } catch (error) {
      throw error instanceof Refusal ? failureOf(error) : error;
    }
  };
}

function failureOf({ code, message }: Refusal): ApplicationFailure {
  return ApplicationFailure.create({ type: REFUSED, message, details: [code], nonRetryable: true });
}
