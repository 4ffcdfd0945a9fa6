/** What a turn's end must count, as the ledger knows it from outside. */
import { isDeepStrictEqual } from 'node:util';
import type { TurnResult } from '../../src/contract/turn.js';

/** What is known. */
export interface ExpectedTotals {
  readonly steps: number;
  readonly tokens: number;
  readonly counts: ReadonlyMap<string, number>;
  /** The agent that the turn was handed to; undefined where it stayed. */
  readonly named: string | undefined;
  /** Calls that sub-agents made. */
  readonly callsBelow: number;
}

/** What the end counts wrongly. */
export function totalsFaults(result: TurnResult<unknown>, expected: ExpectedTotals): string[] {
  const { steps, usage, counts, agent, below } = result;
  return [
    agent === expected.named ? '' : `the end names the agent ${agent}, not ${expected.named}`,
    (below?.toolCalls ?? 0) === expected.callsBelow ? '' : 'the end counts other calls of sub-agents',
    steps === expected.steps ? '' : `the end counts ${steps} steps of ${expected.steps}`,
    usage.totalTokens === expected.tokens ? '' : `the end counts ${usage.totalTokens} tokens of ${expected.tokens}`,
    isDeepStrictEqual(new Map(Object.entries(counts)), expected.counts)
      ? ''
      : `the end counts ${JSON.stringify(counts)}`,
  ].filter((fault) => fault !== '');
}
