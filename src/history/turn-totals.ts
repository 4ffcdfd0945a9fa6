/** Steps, outcomes and tokens of a turn, counted from its history. Pure. */
import { boundRepairs } from '../contract/repair.js';
import type { TurnTotals } from '../contract/turn.js';
import type { Outcome } from '../protocol/outcome.js';
import { addUsage, NO_USAGE } from '../protocol/usage.js';
import type { StepRecord } from './step-record.js';

/** The totals of the steps that were answered. */
export function turnTotals(steps: readonly StepRecord[]): TurnTotals {
  const counts: Partial<Record<Outcome, number>> = {};
  const results = steps.flatMap((step) => step.calls).flatMap(({ result }) => result ?? []);
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const answers = steps.flatMap((step) => step.answer ?? []);
  const repairs = boundRepairs(answers.flatMap((answer) => answer.repairs ?? []));
  const agentChanged = answers.filter((answer) => answer.agentChanged).length;
  return {
    steps: answers.length,
    counts,
    usage: [...answers, ...results].reduce((sum, { usage = NO_USAGE }) => addUsage(sum, usage), NO_USAGE),
    ...(repairs.length > 0 && { repairs }),
    ...(agentChanged > 0 && { agentChanged }),
  };
}
