/**
 * What a turn leaves to the turns of its sub-agents. Rule: a sub-agent works by its own limits within what is left of
 * its parent's, and the calls of one answer share that, so that together they can't spend it twice. Pure.
 */
import { DEFAULT_DEPTH, type LimitName, type Limits, type Spent } from './limit.js';

/**
 * The most that a turn may spend, whatever its own limits say. Steps are not among it: they bound one agent's loop, and
 * cost nothing beyond their tokens and time.
 */
export interface Budget {
  readonly toolCalls: number;
  readonly tokens: number;
  readonly durationMs: number;
  readonly cost?: number;
  readonly depth: number;
}

/** What calls of sub-agents that start together may spend each: what is left, in equal shares; time runs for all at once. */
export function budgetShare(limits: Limits, spent: Spent, calls: number): Budget {
  const share = (left: number) => Math.max(0, left / Math.max(1, calls));
  return {
    toolCalls: Math.floor(share(limits.toolCalls - spent.toolCalls)),
    tokens: Math.floor(share(limits.tokens - spent.tokens)),
    durationMs: Math.max(0, limits.durationMs - spent.elapsedMs),
    ...(limits.cost !== undefined && { cost: share(limits.cost - (spent.cost ?? 0)) }),
    depth: (limits.depth ?? DEFAULT_DEPTH) - 1,
  };
}

/** Why a sub-agent can't be started within a budget, or undefined: it would have to answer without having been asked. */
export function budgetSpent(budget: Budget): LimitName | 'depth' | undefined {
  if (budget.depth < 0) return 'depth';
  if (budget.durationMs <= 0) return 'duration';
  if (budget.cost !== undefined && budget.cost <= 0) return 'cost';
  return budget.tokens <= 0 ? 'tokens' : undefined;
}

/** A turn's limits within the budget that it was given. */
export function limitsWithin(limits: Limits, budget: Budget | undefined): Limits {
  if (!budget) return limits;
  const { cost = Infinity } = limits;
  const most = Math.min(cost, budget.cost ?? Infinity);
  return {
    steps: limits.steps,
    toolCalls: Math.min(limits.toolCalls, budget.toolCalls),
    tokens: Math.min(limits.tokens, budget.tokens),
    durationMs: Math.min(limits.durationMs, budget.durationMs),
    ...(most !== Infinity && { cost: most }),
    depth: Math.min(limits.depth ?? DEFAULT_DEPTH, budget.depth),
  };
}
