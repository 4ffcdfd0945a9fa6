/** How a sub-agent's turn is told to its call: each end, what it spent, and a start that Temporal can't take. */
import { startTooLarge, subTurnInput } from '../../src/contract/sub-turn-input.js';
import { endOfFailedSubTurn, endOfSubTurn, spentBySubTurn } from '../../src/contract/sub-turn.js';
import type { ActivityFault } from '../../src/protocol/failure.js';

const usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15, cost: 0.5 };
const totals = { steps: 2, counts: { ok: 2, error: 1, skipped: 4 }, usage, below: { turns: 3, toolCalls: 7 } };
const fault = (kind: ActivityFault['kind']): ActivityFault => ({ kind, message: 'it ended' });

test.each<[string, ActivityFault, string, RegExp]>([
  ['terminated', fault('terminated'), 'interrupted', /was terminated before it ended.* may have taken effect/],
  ['cancelled', fault('cancelled'), 'cancelled', /may have started/],
  ['out of time', fault('timeout'), 'timeout', /ran into its time limit/],
  ['failed in its workflow', fault('application'), 'error', /^Error: it ended$/],
])('a turn that was %s and told nothing', (_what, ended, outcome, told) => {
  const end = endOfFailedSubTurn(ended, undefined);
  expect(end).toMatchObject({ outcome, output: expect.stringMatching(told) });
  expect(end.below).toBeUndefined();
});

test('a turn that failed tells why and what it spent, with all below it; calls that were skipped are not counted', () => {
  const result = { outcome: 'failed', error: { code: 'refusal', message: 'no', retryable: false }, ...totals } as const;
  const spent = { usage, turns: 4, toolCalls: 10 };
  expect(endOfFailedSubTurn(fault('application'), { result })).toEqual({
    outcome: 'error',
    output: 'Error: the agent failed: refusal: no',
    below: spent,
  });
  expect(spentBySubTurn(totals)).toEqual(spent);
});

test('a long answer is cut to what a step has room for, by bytes', () => {
  const { output } = endOfSubTurn({ outcome: 'completed', output: '€'.repeat(40_000), ...totals });
  expect(Buffer.byteLength(output)).toBeLessThan(61_000);
  expect(output).toMatch(/€…\n\n\[Cut: this is the beginning of an answer of 40000 characters\.\]$/);
});

test('a start is too large by question and context together; where one alone is, external storage took it', () => {
  const budget = { toolCalls: 1, tokens: 1, durationMs: 1, depth: 1 };
  const start = (question: number, context: number) =>
    startTooLarge(
      subTurnInput(
        { input: 'q'.repeat(question) },
        { name: 'a', field: 'input' },
        { context: 'c'.repeat(context) },
        budget,
      ),
    );
  expect(start(1_000_000, 800_000)).toBeUndefined();
  expect(start(1_000_000, 1_000_000)).toEqual({ bytes: expect.any(Number) as number, most: 1_900_000 });
  expect(start(2_000_000, 2_000_000)).toBeUndefined();
  expect(start(9_000_000, 9_000_000)).toMatchObject({ most: 16_000_000 });
});
