/** A fork of a turn that was compacted goes on from what the model was sent there, not from all that was ever said. */
import { ForkRefusedError } from '../../../src/client.js';
import { call, say, type ScriptFunction } from '../../../src/testing.js';
import { numbered } from '../../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';

const STEPS = 8;
const compaction = { atTokens: 2_000, keep: 3, instructions: 'Sum up, tester.' };

function script(): ScriptFunction {
  let step = 0;
  return (_request, { conversation: { instructions } }) => {
    if (instructions.includes('Sum up')) return say('SUMMARY');
    step += 1;
    return step <= STEPS ? call('numbered', { n: step }, `call_${step}`) : say('Done.');
  };
}

/** What the model was sent in place of the steps of a turn, in order; summaries are no steps. */
const sent = (bench: TurnBench) =>
  bench.model.requests
    .map(({ body }) => (body as { messages: { content: unknown }[] }).messages)
    .filter((messages) => !JSON.stringify(messages[0]).includes('Sum up'));

test.each([
  ['in the start of the new turn', 2_000],
  ['taken over from the old turn', 450_000],
])(
  '%s',
  async (_where, chars) => {
    const bench = await turnBench({
      tools: [numbered((n) => `${n}`.repeat(chars))],
      agent: { limits: { steps: 100, tokens: 50_000_000 }, compaction },
      model: { script: script() },
    });
    try {
      const old = await bench.client.startTurn('tester', 'Go on.');
      await old.result();
      const { compactions = [] } = await old.view();
      const step = compactions[0]!.step + 2;
      expect(step).toBeLessThanOrEqual(STEPS);
      const before = sent(bench);
      const fork = await old.fork({ step });
      expect(await fork.result()).toMatchObject({ outcome: 'completed', output: 'Done.', steps: 1 });
      const first = sent(bench)[before.length];
      expect(JSON.stringify(first)).toContain('SUMMARY');
      expect(first).toEqual(before[step - 1]);
      const early = await old.fork({ step: 2 });
      await early.result();
      expect(sent(bench)[before.length + 1]).toEqual(before[1]);
    } finally {
      await bench.close();
    }
  },
  60_000,
);

test('a turn that waits for what it goes on from is not forked as if that were nothing', async () => {
  const bench = await turnBench({
    tools: [numbered((n) => `${n}`.repeat(600_000))],
    agent: { limits: { steps: 100 } },
    model: { script: script() },
  });
  try {
    const old = await bench.client.startTurn('tester', 'Go on.', { limits: { steps: 3 } });
    await old.result();
    await bench.worker!.shutdown();
    const waiting = await old.fork({ step: 4, input: 'And now?' });
    await expect(waiting.fork({ step: 1 })).rejects.toMatchObject({ name: 'ForkRefusedError', why: 'pending' });
    await bench.client.temporal.workflow.getHandle(waiting.turnId).terminate();
    await expect(waiting.fork({ step: 1 })).rejects.toBeInstanceOf(ForkRefusedError);
  } finally {
    await bench.close();
  }
}, 60_000);
