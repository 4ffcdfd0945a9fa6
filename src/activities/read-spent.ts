/**
 * Reads what the turn of a sub-agent spent from its history, with the turns below it that it could not count any more. Rule:
 * nothing is counted twice: a turn that recorded its end has counted all that was below it.
 */
import type { ReadSpent, SubTurnSpent } from '../contract/sub-turn.js';
import { addSpent, spentBySubTurn } from '../contract/sub-turn.js';
import type { TurnTotals } from '../contract/turn.js';
import { readView, TurnNotFoundError, type TurnSource } from '../history/read-turn.js';
import { wasClosedByForce } from '../history/temporal-close.js';
import type { TurnView } from '../history/turn-view.js';
import { LIMIT_BOUNDS } from '../protocol/limit.js';
import { NO_USAGE } from '../protocol/usage.js';
import { historyPlace } from './adopt.js';

const NOTHING: SubTurnSpent = { usage: NO_USAGE, turns: 0, toolCalls: 0 };
const NO_TOTALS: TurnTotals = { steps: 0, counts: {}, usage: NO_USAGE };

/** The `readSpent` activity. */
export async function readSpentActivity({ turnId }: ReadSpent): Promise<SubTurnSpent> {
  return spentFrom({ ...historyPlace(), turnId }, 0);
}

async function spentFrom(source: TurnSource, depth: number): Promise<SubTurnSpent> {
  let view: TurnView;
  try {
    view = await readView(source);
  } catch (error) {
    // It was deleted, or the call ended before its turn began.
    if (error instanceof TurnNotFoundError) return NOTHING;
    throw error;
  }
  const { result, totals = NO_TOTALS } = view;
  let spent = spentBySubTurn(result ?? totals);
  for (const turnId of depth < LIMIT_BOUNDS.depth ? untold(view) : []) {
    spent = addSpent(spent, await spentFrom({ ...source, turnId }, depth + 1));
  }
  return spent;
}

/** The turns below of which this one, closed by force or not closed yet, could not say what they spent. */
function untold({ calls, result }: TurnView): string[] {
  if (result && !wasClosedByForce(result)) return [];
  return calls.flatMap(({ turnId, usage }) => (turnId === undefined || usage ? [] : [turnId]));
}
