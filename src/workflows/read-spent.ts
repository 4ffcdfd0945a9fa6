/**
 * Has a worker read what a sub-agent's turn spent that told its parent nothing of its end: a cancelled or terminated workflow
 * returns no value. Rule: what can't be read in time counts as nothing, and the parent goes on.
 */
import { ActivityCancellationType, CancellationScope, proxyActivities } from '@temporalio/workflow';
import { READ_SPENT, spentActivityId } from '../contract/names.js';
import type { ReadSpent, SubTurnSpent } from '../contract/sub-turn.js';
import type { ToolCall } from '../protocol/tool-call.js';

/** Reading a history takes a moment; one of 50 MB, and a queue that is long, a little more. */
const BOUNDS = { startToCloseTimeout: 10_000, scheduleToCloseTimeout: 30_000, retry: { maximumAttempts: 3 } } as const;

type SpentActivities = Record<typeof READ_SPENT, (input: ReadSpent) => Promise<SubTurnSpent>>;

/** What the turn of a call spent, with all turns below it; undefined when that can't be read. Never rejects. */
export async function readSpent({ step, position }: ToolCall, turnId: string): Promise<SubTurnSpent | undefined> {
  const { [READ_SPENT]: read } = proxyActivities<SpentActivities>({
    ...BOUNDS,
    activityId: spentActivityId(step, position),
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    summary: turnId,
  });
  try {
    // The call was cancelled, and its scope with it.
    return await CancellationScope.nonCancellable(() => read({ turnId }));
  } catch {
    return undefined;
  }
}
