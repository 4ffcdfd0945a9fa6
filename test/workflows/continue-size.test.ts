/** What a long turn takes along into its next run fits into a payload, however large its context, its transcript and its last results are. */
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { call, say } from '../../src/testing.js';
import { longBench } from '../harness/long-bench.js';

const STEPS = 16;

test.each([
  ['a context of 1.3 MB and results of 300 KB', 1_300_000, () => 300_000],
  [
    'a context of 700 KB and results of 1.4 MB, every other time',
    700_000,
    (n: number) => (n % 2 === 0 ? 1_400_000 : 10),
  ],
] as const)(
  '%s',
  async (_what, context, sizeOf) => {
    const rows = defineTool({
      name: 'rows',
      description: 'Gives rows.',
      parameters: z.object({ n: z.number() }),
      output: { maxChars: 1_900_000 },
      execute: ({ n }) => `${n % 10}`.repeat(sizeOf(n)),
    });
    const bench = await longBench(40, {
      tools: [rows],
      agent: { limits: { steps: 100, toolCalls: 100, tokens: 1_000_000_000 } },
      model: {
        script: (_request, { conversation: { step } }) =>
          step <= STEPS ? call('rows', { n: step }, `call_${step}`) : say('done'),
      },
    });
    try {
      const turn = await bench.client.startTurn('tester', 'Go on.', { context: { notes: 'n'.repeat(context) } });
      expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: STEPS + 1, counts: { ok: STEPS } });
      expect((await bench.runsOf(turn.turnId)).length).toBeGreaterThan(1);
      expect(await turn.transcript()).toHaveLength(1 + 2 * STEPS + 1);
    } finally {
      await bench.close();
    }
  },
  180_000,
);
