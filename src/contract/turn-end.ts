/** Tells the end that a turn recorded from whatever else a workflow may return or fail with. Pure. */
import type { TurnEnd, TurnResult } from './turn.js';

const OUTCOMES: ReadonlySet<unknown> = new Set<TurnResult['outcome']>(['completed', 'limit', 'cancelled', 'failed']);

/** Whether a value of history is the end of a turn. */
export function isTurnEnd(value: unknown): value is TurnEnd {
  if (typeof value !== 'object' || value === null || !('result' in value)) return false;
  const { result } = value;
  return typeof result === 'object' && result !== null && 'outcome' in result && OUTCOMES.has(result.outcome);
}
