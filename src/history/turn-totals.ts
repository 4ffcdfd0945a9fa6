/** Steps, outcomes and tokens of a turn, counted from its history. Pure. */
import { noProgress, type Progress } from '../contract/progress.js';
import { boundRepairs } from '../contract/repair.js';
import type { TurnTotals } from '../contract/turn.js';
import type { Outcome } from '../protocol/outcome.js';
import { addUsage, NO_USAGE, type Usage } from '../protocol/usage.js';
import type { StepRecord } from './step-record.js';

/** The totals of the steps that were answered, after those of earlier runs that aren't there; `besides` was used by none of them. */
export function turnTotals(
  steps: readonly StepRecord[],
  earlier: Progress = noProgress(0),
  besides: readonly Usage[] = [],
): TurnTotals {
  const counts: Partial<Record<Outcome, number>> = { ...earlier.counts };
  const results = steps.flatMap((step) => step.calls).flatMap(({ result }) => result ?? []);
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const answers = steps.flatMap((step) => step.answer ?? []);
  const repairs = boundRepairs([...earlier.repairs, ...answers.flatMap((answer) => answer.repairs ?? [])]);
  const agentChanged = earlier.agentChanged + answers.filter((answer) => answer.agentChanged).length;
  return {
    steps: earlier.steps + answers.length,
    counts,
    usage: [...answers, ...results]
      .map(({ usage = NO_USAGE }) => usage)
      .concat(besides)
      .reduce(addUsage, earlier.usage),
    ...(repairs.length > 0 && { repairs }),
    ...(agentChanged > 0 && { agentChanged }),
  };
}
