/** An output that was cut in an earlier run of a long turn is read from there, and once that run is deleted the model is told. */
import { call, say } from '../../src/testing.js';
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { toldIn } from '../harness/echo-tools.js';
import { longBench, type LongBench } from '../harness/long-bench.js';

let bench: LongBench;
afterEach(() => bench.close());

const STEPS = 30;
const long = defineTool({
  name: 'long',
  description: 'Gives a long text, once.',
  parameters: z.object({ n: z.number() }),
  output: { maxChars: 500 },
  execute: ({ n }) => (n === 1 ? 'The whole text. '.repeat(500) : 'short'),
});

test.each([false, true])(
  'read at the end of several runs (earlier ones deleted: %s)',
  async (deleted) => {
    bench = await longBench(100, {
      agent: { limits: { steps: 1_000, toolCalls: 1_000 } },
      tools: [long],
      model: {
        script: (_request, { conversation: { step } }) => {
          if (step === STEPS - 1) bench.model.hold();
          if (step < STEPS) return call('long', { n: step }, `call_${step}`);
          return step === STEPS ? call('read_output', { call: '1.0', length: 15 }, 'reads') : say('Done.');
        },
      },
    });
    const turn = await bench.client.startTurn('tester', 'Go on.', { turnId: `reads-${deleted}` });
    await bench.model.requestArrived(STEPS);
    expect((await bench.runsOf(turn.turnId)).length).toBeGreaterThan(1);
    if (deleted) await bench.deleteEarlier(turn.turnId);
    bench.model.release();
    expect(await turn.result()).toMatchObject({ outcome: 'completed' });
    const told = toldIn(bench.model, STEPS + 1).at(-1)!.content;
    expect(told).toMatch(deleted ? /is no longer kept/ : /\nThe whole text\.$/);
  },
  60_000,
);
