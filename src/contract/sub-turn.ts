/**
 * How the turn of a sub-agent ended, as the call that started it: its outcome, what the model is told, and what it spent.
 * The workflow and readers of history derive it alike. Pure.
 */
import { endOfFailure, type ActivityFault, type CallEnd } from '../protocol/failure.js';
import { cancelledText, clip, subTurnTimedOutText } from '../protocol/outcome-text.js';
import { byteLength } from '../protocol/size.js';
import { addUsage, type Usage } from '../protocol/usage.js';
import { foreignOutput } from './foreign-output.js';
import type { TurnResult, TurnTotals } from './turn.js';
import { isTurnEnd } from './turn-end.js';

/** Bytes of an answer that the model is given: 128 of them, the most of one step, stay under the 8 MB of a step. */
const MOST_BYTES = 60_000;

/** Turns of sub-agents at any depth. */
export interface TurnsBelow {
  readonly turns: number;
  readonly toolCalls: number;
}

/** What the turn of a sub-agent spent, with all turns below it. */
export interface SubTurnSpent extends TurnsBelow {
  readonly usage: Usage;
}

/** Input of `readSpent`. */
export interface ReadSpent {
  readonly turnId: string;
}

/** The end of the call whose turn ended so. An answer at a limit is one, and is told as such. */
export function endOfSubTurn(result: TurnResult<unknown>): CallEnd {
  if (result.outcome === 'completed') return { outcome: 'ok', output: bounded(foreignOutput(result.output)) };
  if (result.outcome === 'cancelled') return { outcome: 'cancelled', output: cancelledText(true) };
  if (result.outcome === 'failed') {
    const { code, message } = result.error;
    return { outcome: 'error', output: `Error: the agent failed: ${code}: ${clip(message, 1_000)}` };
  }
  const reached = `its limit of ${result.limit}`;
  if (result.output === undefined) {
    return { outcome: 'error', output: `Error: the agent reached ${reached} before it had an answer.` };
  }
  const note = `[The agent was stopped at ${reached}: this is how far it came.]`;
  return { outcome: 'ok', output: `${bounded(foreignOutput(result.output))}\n\n${note}` };
}

/**
 * The end of a call whose turn did not complete. One that failed tells it, and what it spent, in the details of its failure;
 * one that was terminated or cancelled, or never ran, tells nothing.
 */
export function endOfFailedSubTurn(
  fault: ActivityFault,
  details: unknown,
): CallEnd & { readonly below?: SubTurnSpent } {
  if (isTurnEnd(details)) return { ...endOfSubTurn(details.result), below: spentBySubTurn(details.result) };
  if (fault.kind === 'timeout') return { outcome: 'timeout', output: subTurnTimedOutText() };
  return endOfFailure(fault, 'once');
}

/** What a turn and those below it spent, as its parent counts it. Calls that were skipped had no part in it. */
export function spentBySubTurn({ usage, counts, below }: TurnTotals): SubTurnSpent {
  const asked = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const own = asked - (counts.skipped ?? 0);
  return { usage, turns: 1 + (below?.turns ?? 0), toolCalls: own + (below?.toolCalls ?? 0) };
}

/** What two turns spent together. */
export function addSpent(a: SubTurnSpent, b: SubTurnSpent): SubTurnSpent {
  return { usage: addUsage(a.usage, b.usage), turns: a.turns + b.turns, toolCalls: a.toolCalls + b.toolCalls };
}

function bounded(text: string): string {
  if (byteLength(text) <= MOST_BYTES) return text;
  // A character has at most 3 bytes for each of its UTF-16 units.
  const kept = Math.floor(MOST_BYTES / 3);
  return `${clip(text, kept)}\n\n[Cut: this is the beginning of an answer of ${text.length} characters.]`;
}
