/** A turn's first model call: what it is told, what it asks for, and what it holds before the turn knows its agent. */
import { z } from 'zod';
import { defineAgent } from '../../src/index.js';
import { rateLimited, say, scriptedModel } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

test('a small input goes along; a large one enters history once and is asked for', async () => {
  const bench = await turnBench({ model: { script: () => say('Done.') } });
  try {
    const small = await bench.client.startTurn('tester', 'Go.');
    await small.result();
    expect(bench.worker!.fetched).toEqual({ queries: 0, bytes: 0 });

    const text = 'x'.repeat(100_000);
    const large = await bench.client.startTurn('tester', text);
    await large.result();
    expect(bench.worker!.fetched.queries).toBe(1);
    expect((await large.view()).history.bytes).toBeLessThan(110_000);
    expect(JSON.stringify(bench.model.requests.at(-1)!.body)).toContain(text);
  } finally {
    await bench.close();
  }
});

test('the context goes along when it is small, and is asked for when it is not', async () => {
  const model = await scriptedModel({ script: () => say('Done.') });
  process.env.FIRST_CALL_KEY = 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
  const agent = defineAgent({
    name: 'served',
    model: 'gpt-test',
    api: 'chat',
    provider: { baseURL: model.baseURL, apiKeyEnv: 'FIRST_CALL_KEY' },
    context: z.object({ who: z.string() }),
    instructions: ({ who }) => `You serve ${who}.`,
  });
  const bench = await turnBench({ model: { script: [] }, worker: { agents: [agent] } });
  try {
    for (const [who, queries] of [
      ['ada', 0],
      ['a'.repeat(10_000), 1],
    ] as const) {
      const turn = await bench.client.startTurn<typeof agent>('served', 'Go.', { context: { who } });
      expect((await turn.result()).outcome).toBe('completed');
      expect(JSON.stringify(model.requests.at(-1)!.body)).toContain(`You serve ${who}.`);
      expect(bench.worker!.fetched.queries).toBe(queries);
    }
  } finally {
    await bench.close();
    await model.close();
  }
});

test("the agent's duration holds from the first call on, also while the service asks to wait for longer", async () => {
  const bench = await turnBench({
    agent: { limits: { duration: '1s' } },
    model: { script: [], faults: [{ on: 'every', fault: rateLimited({ retryAfter: 600 }) }] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'Go.');
    expect(await turn.result()).toMatchObject({ outcome: 'limit', limit: 'duration', steps: 0 });
  } finally {
    await bench.close();
  }
});
