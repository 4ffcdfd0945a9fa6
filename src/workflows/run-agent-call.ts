/**
 * Runs one call as the turn of a sub-agent: a child workflow, whose id is known before it starts. Rule: it always comes
 * back with how the call ended; a cancelled call cancels its turn, and no turn outlives the one that asked for it.
 */
import {
  ChildWorkflowCancellationType,
  executeChild,
  ParentClosePolicy,
  patched,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { ChildWorkflowFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { AGENT_MEMO, AGENT_TURN } from '../contract/names.js';
import { subTurnId } from '../contract/sub-turn-id.js';
import { startTooLarge, subTurnInput } from '../contract/sub-turn-input.js';
import { endOfFailedSubTurn, endOfSubTurn, spentBySubTurn } from '../contract/sub-turn.js';
import type { TurnEnd, TurnInput } from '../contract/turn.js';
import type { SubAgentPolicy } from '../definition/policy.js';
import type { Budget } from '../protocol/budget.js';
import { callSummary } from '../protocol/call-summary.js';
import { subTurnTakenText, subTurnTooLargeText } from '../protocol/outcome-text.js';
import { detailsOf, readFault } from './read-failure.js';
import { readSpent } from './read-spent.js';
import type { CallOrder, CallReply } from './turn-effects.js';

/** A turn that was reset may find the turns that its former run started still ending: waits of 2 s, a minute in all. */
const TAKEN = { waitMs: 2_000, starts: 30 };

/** Before, what a cancelled or terminated turn had spent was not counted. */
const PATCH = 'everycall-spent';

/** A call of an agent. */
export type AgentOrder = CallOrder & { readonly budget: Budget };

/** Runs the turn of a call to its end; never rejects. */
export async function runAgentCall(order: AgentOrder, agent: SubAgentPolicy, parent: TurnInput): Promise<CallReply> {
  const { call, args, budget } = order;
  const turnId = subTurnId(workflowInfo().workflowId, call.step, call.position);
  const input = subTurnInput(args, agent, parent, budget);
  const tooLarge = startTooLarge(input);
  if (tooLarge) return { outcome: 'error', output: subTurnTooLargeText(tooLarge) };
  for (let start = 1; ; start += 1) {
    try {
      const { result } = await executeChild<(input: TurnInput) => Promise<TurnEnd>>(AGENT_TURN, {
        workflowId: turnId,
        args: [input],
        // Set explicitly, as for activities: the turn waits for what its own calls come to.
        cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        memo: { [AGENT_MEMO]: agent.name },
        staticSummary: callSummary(call.name, args),
      });
      // Its end stands in history as the child's own result.
      return { ...endOfSubTurn(result), recorded: {}, below: spentBySubTurn(result) };
    } catch (error) {
      const taken = error instanceof WorkflowExecutionAlreadyStartedError;
      if (!taken) return endOfError(error, order, turnId);
      if (start >= TAKEN.starts) return { outcome: 'error', output: subTurnTakenText(turnId) };
      try {
        await sleep(TAKEN.waitMs);
      } catch (cancelled) {
        return endOfError(cancelled, order, turnId);
      }
    }
  }
}

/** The end of a turn that did not complete. Of one that ran and told nothing of its end, its history says what it spent. */
function endOfError(error: unknown, { call }: AgentOrder, turnId: string): CallReply | Promise<CallReply> {
  const end = endOfFailedSubTurn(readFault(error), detailsOf(error)[0]);
  if (end.below || !(error instanceof ChildWorkflowFailure) || !patched(PATCH)) return end;
  return readSpent(call, turnId).then((below) => ({ ...end, ...(below && { below }) }));
}
