/** A fault plan: which requests meet which fault. Rule: the first rule that names a request, and is not used up, strikes. */
import type { Fault } from './fault.js';

/** One line of a plan. */
export interface FaultRule {
  /** Which requests, by their number since the plan began (from 1): one, every one, or those that a function picks. */
  readonly on: number | 'every' | ((number: number) => boolean);
  readonly fault: Fault;
}

/** Picks the fault of each request. */
export interface FaultPlan {
  /** The fault that strikes request `number` of the log, counted as struck. */
  strike(number: number): Fault | undefined;
}

function names({ on }: FaultRule, number: number): boolean {
  if (on === 'every') return true;
  return typeof on === 'number' ? on === number : on(number);
}

/** A plan that has struck nothing yet; it counts requests from that after number `after` in the log. */
export function faultPlan(rules: readonly FaultRule[], after = 0): FaultPlan {
  const struck = new Map<FaultRule, number>();
  return {
    strike(number) {
      const rule = rules.find(
        (each) => names(each, number - after) && (struck.get(each) ?? 0) < (each.fault.times ?? Infinity),
      );
      if (!rule) return undefined;
      struck.set(rule, (struck.get(rule) ?? 0) + 1);
      return rule.fault;
    },
  };
}
