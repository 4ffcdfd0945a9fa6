/**
 * Runs one call as the turn of a sub-agent: a child workflow, whose id is known before it starts. Rule: it always comes
 * back with how the call ended; a cancelled call cancels its turn, and no turn outlives the one that asked for it.
 */
import {
  ChildWorkflowCancellationType,
  executeChild,
  ParentClosePolicy,
  sleep,
  TerminatedFailure,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { AGENT_MEMO, AGENT_TURN } from '../contract/names.js';
import { subTurnId } from '../contract/sub-turn-id.js';
import { endOfLostSubTurn, endOfSubTurn, spentBySubTurn } from '../contract/sub-turn.js';
import type { TurnEnd, TurnInput } from '../contract/turn.js';
import type { SubAgentPolicy } from '../definition/policy.js';
import type { Budget } from '../protocol/budget.js';
import { callSummary } from '../protocol/call-summary.js';
import { message } from '../protocol/item.js';
import { wellFormed } from '../protocol/well-formed.js';
import { detailsOf, readFault } from './read-failure.js';
import type { CallOrder, CallReply } from './turn-effects.js';

/** A turn that was reset may find the turns that its former run started still ending: waits of 2 s, a minute in all. */
const TAKEN = { waitMs: 2_000, starts: 30 };

/** A call of an agent. */
export type AgentOrder = CallOrder & { readonly budget: Budget };

/** Runs the turn of a call to its end; never rejects. */
export async function runAgentCall(order: AgentOrder, agent: SubAgentPolicy, parent: TurnInput): Promise<CallReply> {
  const { call, args, budget } = order;
  const turnId = subTurnId(workflowInfo().workflowId, call.step, call.position);
  const input: TurnInput = {
    agent: agent.name,
    input: [message('user', questionOf(args, agent))],
    ...(parent.context !== undefined && { context: parent.context }),
    ...(agent.limits && { limits: agent.limits }),
    budget,
  };
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
      if (!taken || start >= TAKEN.starts) return endOfError(error);
      try {
        await sleep(TAKEN.waitMs);
      } catch (cancelled) {
        return endOfError(cancelled);
      }
    }
  }
}

/** What the agent is asked: the one text, or all arguments as JSON. */
function questionOf(args: unknown, { field }: SubAgentPolicy): string {
  const text = field === undefined ? undefined : (args as Readonly<Record<string, unknown>>)[field];
  return wellFormed(typeof text === 'string' ? text : JSON.stringify(args));
}

/** The end of a turn that did not complete. One that failed says what it spent. */
function endOfError(error: unknown): CallReply {
  const [end] = detailsOf(error) as [TurnEnd | undefined];
  const result = typeof end === 'object' ? end.result : undefined;
  if (result) return { ...endOfSubTurn(result), below: spentBySubTurn(result) };
  const cause = error instanceof Error ? error.cause : undefined;
  return endOfLostSubTurn(cause instanceof TerminatedFailure ? 'terminated' : readFault(error));
}
