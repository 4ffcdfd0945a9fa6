/** What a turn's end must count, as the ledger knows it from outside. */
import { isDeepStrictEqual } from 'node:util';
import type { TurnResult } from '../../src/contract/turn.js';

/** What is known. */
export interface ExpectedTotals {
  readonly steps: number;
  readonly tokens: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** What the end counts wrongly. */
export function totalsFaults(result: TurnResult<unknown>, expected: ExpectedTotals): string[] {
  const { steps, usage, counts } = result;
  return [
    steps === expected.steps ? '' : `the end counts ${steps} steps of ${expected.steps}`,
    usage.totalTokens === expected.tokens ? '' : `the end counts ${usage.totalTokens} tokens of ${expected.tokens}`,
    isDeepStrictEqual(new Map(Object.entries(counts)), expected.counts)
      ? ''
      : `the end counts ${JSON.stringify(counts)}`,
  ].filter((fault) => fault !== '');
}
