/** History grows linearly: an item enters it once, and what surrounds the items is bounded. */
import { calls, say } from '../../src/testing.js';
import { numbered, numberedCall } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

const STEPS = 8;
const CALLS = 3;
/** Large enough that no transcript is sent along. */
const OUTPUT = 'o'.repeat(1_400);
/** With every result in a workflow task of its own; `npm run bench:history` measures 100 steps. */
const MOST_A_STEP = 8_550;
/** The start, the agent's policy and the end. */
const MOST_BESIDES = 2_500;

test('a step costs what it adds, in bytes', async () => {
  const steps = Array.from({ length: STEPS }, (_, step) =>
    calls(...Array.from({ length: CALLS }, (__, n) => numberedCall(n, `call_${step}_${n}_of_this_turn_123`))),
  );
  const bench = await turnBench({
    tools: [numbered((n) => `${n}${OUTPUT}`)],
    model: { script: [...steps, say('Done.')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'Go on.');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: STEPS * CALLS } });
    const { history } = await turn.view();
    expect(history.bytes).toBeLessThan(STEPS * MOST_A_STEP + MOST_BESIDES);

    const events = await bench.client.temporal.workflow.getHandle(turn.turnId).fetchHistory();
    const payloads = [...JSON.stringify(events).matchAll(/"data":"([^"]+)"/g)].map((found) => found[1]!);
    const holding = payloads.filter((data) => Buffer.from(data, 'base64').includes(OUTPUT));
    expect(holding).toHaveLength(STEPS * CALLS);
  } finally {
    await bench.close();
  }
});
