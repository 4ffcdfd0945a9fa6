/** Steps, outcomes and tokens of a turn, counted from its history. Pure. */
import { noProgress, type Progress } from '../contract/progress.js';
import { boundRepairs } from '../contract/repair.js';
import { addSpent } from '../contract/sub-turn.js';
import type { TurnTotals } from '../contract/turn.js';
import type { Outcome } from '../protocol/outcome.js';
import { addUsage, NO_USAGE, type Usage } from '../protocol/usage.js';
import type { CallRecord } from './call-record.js';
import type { StepRecord } from './step-record.js';

/** The totals of the steps that were answered, after those of earlier runs that aren't there; `besides` was used by none of them. */
export function turnTotals(
  steps: readonly StepRecord[],
  earlier: Progress = noProgress(0),
  besides: readonly Usage[] = [],
): TurnTotals {
  const counts: Partial<Record<Outcome, number>> = { ...earlier.counts };
  const calls = steps.flatMap((step) => step.calls);
  for (const { outcome } of calls.flatMap(({ result }) => result ?? [])) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const answers = steps.flatMap((step) => step.answer ?? []);
  const repairs = boundRepairs([...earlier.repairs, ...answers.flatMap((answer) => answer.repairs ?? [])]);
  const agent = steps.at(-1)?.agent ?? earlier.handed?.to;
  const below = turnsBelow(calls, earlier);
  const agentChanged = earlier.agentChanged + answers.filter((answer) => answer.agentChanged).length;
  return {
    steps: earlier.steps + answers.length,
    counts,
    usage: [...answers, ...calls]
      .map(({ usage = NO_USAGE }) => usage)
      .concat(besides)
      .reduce(addUsage, earlier.usage),
    ...(repairs.length > 0 && { repairs }),
    ...(agentChanged > 0 && { agentChanged }),
    ...(agent !== undefined && { agent }),
    ...(below && { below }),
  };
}

/** The turns of sub-agents of which it is known what they spent, after those of earlier runs. */
function turnsBelow(calls: readonly CallRecord[], { usage, below }: Progress): TurnTotals['below'] {
  const known = calls.flatMap(({ spent }) => spent ?? []);
  if (known.length === 0) return below;
  const { turns, toolCalls } = known.reduce(addSpent, { usage, turns: 0, toolCalls: 0, ...below });
  return { turns, toolCalls };
}
