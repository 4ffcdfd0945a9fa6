/** People speak to a turn while it goes on from one run to the next: each word is taken in, once. */
import { call, say } from '../../../src/testing.js';
import { numbered } from '../../harness/echo-tools.js';
import { longBench } from '../../harness/long-bench.js';

const WORDS = 40;

test('two clients steer a turn through several runs', async () => {
  let over = false;
  const bench = await longBench(60, {
    tools: [numbered((n) => n)],
    agent: { limits: { steps: 5_000, toolCalls: 5_000, tokens: 1_000_000_000, duration: '5m' } },
    model: {
      script: (_request, { conversation: { step } }) =>
        over ? say('done') : call('numbered', { n: step }, `call_${step}`),
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'Go on.');
    const other = bench.client.turn(turn.turnId);
    for (let word = 0; word < WORDS; word += 2) {
      await Promise.all([turn.steer(`<word ${word}>`), other.steer(`<word ${word + 1}>`)]);
    }
    over = true;
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'done' });
    expect((await bench.runsOf(turn.turnId)).length).toBeGreaterThan(2);
    const said = JSON.stringify(bench.model.requests.at(-1)!.body).match(/<word \d+>/g)!;
    expect([...said].sort()).toEqual(Array.from({ length: WORDS }, (_, i) => `<word ${i}>`).sort());
    const { calls, run } = await turn.view();
    expect(run).toBeGreaterThan(2);
    expect(calls.every(({ outcome }) => outcome === 'ok')).toBe(true);
  } finally {
    await bench.close();
  }
}, 180_000);
