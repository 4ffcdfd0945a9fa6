/**
 * A turn of thousands of steps through several runs, with compactions on its way. EVERYCALL_LONG_STEPS takes another number.
 * Prints the sizes of its histories, which docs/long-jobs.md tells.
 */
import { z } from 'zod';
import { defineTool } from '../../../src/index.js';
import { call, say, type ScriptFunction } from '../../../src/testing.js';
import { longBench } from '../../harness/long-bench.js';

const STEPS = Number(process.env.EVERYCALL_LONG_STEPS ?? 3_000);
/** The server's own default. */
const SUGGESTED_AT = 4_096;

/** One call a step, each of the number after the last result's. */
const script: ScriptFunction = (_request, { conversation: { instructions, results, user } }) => {
  if (instructions.startsWith('You sum up')) return say(`done: ${[...user.matchAll(/\[result\] (\d+)/g)].at(-1)?.[1]}`);
  const last = Number(results.at(-1)?.output ?? 0);
  return last < STEPS ? call('count', { n: last + 1 }) : say(`counted to ${last}`);
};

test(
  `${STEPS} steps: each call runs once, in order, and no run comes near a limit of Temporal`,
  async () => {
    const counted: number[] = [];
    const count = defineTool({
      name: 'count',
      description: 'Counts on.',
      parameters: z.object({ n: z.number() }),
      effect: 'read',
      local: true,
      execute: ({ n }) => {
        counted.push(n);
        return n;
      },
    });
    const bench = await longBench(SUGGESTED_AT, {
      tools: [count],
      agent: {
        limits: { steps: STEPS + 10, toolCalls: STEPS + 10, tokens: 1_000_000_000, duration: '1h' },
        compaction: { atTokens: 6_000 },
      },
      model: { script, maxRequests: 10 },
    });
    try {
      const turn = await bench.client.startTurn('tester', 'Count.', { turnId: 'long' });
      const result = await turn.result();
      expect(result).toMatchObject({
        outcome: 'completed',
        output: `counted to ${STEPS}`,
        steps: STEPS + 1,
        counts: { ok: STEPS },
      });
      expect(counted).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));

      const view = await turn.view();
      expect(view.steps.map(({ step }) => step)).toEqual(Array.from({ length: STEPS + 1 }, (_, i) => i + 1));
      expect(view.compactions!.length).toBeGreaterThan(STEPS / 1_000);
      expect(view.compactions!.every(({ state }) => state === 'done')).toBe(true);
      const sizes = await bench.sizesOf('long');
      console.log(
        `${STEPS} steps, ${view.compactions!.length} compactions: ${sizes.map((size) => JSON.stringify(size)).join(' ')}`,
      );
      expect(sizes.length).toBeGreaterThan(STEPS / 1_000);
      for (const { events, bytes } of sizes) {
        expect(events).toBeLessThan(10_240);
        expect(bytes).toBeLessThan(10_000_000);
      }
    } finally {
      await bench.close();
    }
  },
  20 * 60_000,
);
