/** Very many results that the turn itself makes: they go together in one payload, which holds 2 MB. */
import { calls, say } from '../../src/testing.js';
import { numbered, numberedCall, toldIn } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

test('700 calls that fail with long texts: each is told its own, cut to its share', async () => {
  const tool = numbered(
    () => Promise.reject(Object.assign(new Error('\u9519'.repeat(1_000)), { status: 400 })),
    'numbered',
    500,
  );
  const bench = await turnBench({
    tools: [tool],
    agent: { maxParallel: 500, limits: { toolCalls: 2_000, tokens: 100_000_000 } },
    model: { script: [calls(...Array.from({ length: 700 }, (_, n) => numberedCall(n))), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { error: 700 } });
    const told = toldIn(bench.model, 2).map((message) => message.content);
    expect(told).toHaveLength(700);
    expect(told.every((text) => text.startsWith('Error: \u9519'))).toBe(true);
  } finally {
    await bench.close();
  }
});

test('an answer with more calls than one payload has results for is refused as too large', async () => {
  const bench = await turnBench({
    tools: [numbered((n) => n)],
    model: { script: [calls(...Array.from({ length: 2_001 }, (_, n) => numberedCall(n))), say('never')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'failed', error: { code: 'answer_too_large' } });
  } finally {
    await bench.close();
  }
});
