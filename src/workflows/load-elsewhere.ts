/**
 * Asks the other workers of the queue for an agent that this one lacks, e.g. in the middle of a deploy. Rule: the server
 * hands tasks to the poller that has waited longest, and one worker has ten in line; so twelve are asked at once.
 */
import { ActivityCancellationType, CancellationScope, proxyActivities, sleep } from '@temporalio/workflow';
import type { LoadAgentInput, LoadAgentOutput } from '../contract/load-agent.js';
import { LOAD_AGENT } from '../contract/names.js';

/** More than the pollers of one worker. */
const ASKED_AT_ONCE = 12;
/** Waits before each round, in milliseconds: a worker that has the agent may be starting. */
const ROUNDS_MS = [0, 1_000, 3_000, 6_000];

/** Loads the agent on whichever worker has it. Rejects with the last refusal, after about 10 s. */
export async function loadElsewhere(input: LoadAgentInput): Promise<LoadAgentOutput> {
  let refusal: unknown;
  for (const wait of ROUNDS_MS) {
    if (wait > 0) await sleep(wait);
    try {
      return await CancellationScope.cancellable(() => askAll(input));
    } catch (error) {
      refusal = error instanceof AggregateError ? error.errors[0] : error;
      if (CancellationScope.current().consideredCancelled) break;
    }
  }
  throw refusal;
}

/** The first answer of many; those who still think are let be. */
async function askAll(input: LoadAgentInput): Promise<LoadAgentOutput> {
  const { [LOAD_AGENT]: load } = proxyActivities<
    Record<typeof LOAD_AGENT, (input: LoadAgentInput) => Promise<LoadAgentOutput>>
  >({
    startToCloseTimeout: 5_000,
    scheduleToCloseTimeout: 5_000,
    retry: { maximumAttempts: 1 },
    // Eager dispatch would ask this very worker again.
    allowEagerDispatch: false,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  });
  const answer = await Promise.any(Array.from({ length: ASKED_AT_ONCE }, () => load(input)));
  CancellationScope.current().cancel();
  return answer;
}
