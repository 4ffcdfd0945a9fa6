/** Budgets on a real server: cost by a price table, and what is left of a turn bounding the turns below it. */
import { z } from 'zod';
import { agentTool, defineAgent, defineTool } from '../../../src/index.js';
import { call, calls, say, type Reply } from '../../../src/testing.js';
import { agentsBench, named } from '../../harness/agents-bench.js';

const prices = { 'gpt-test': { input: 1, cached: 0.5, output: 10 } };
/** A reply that cost 0.02: 10,000 tokens in, 1,000 out. */
const spending = (reply: Reply): Reply => ({
  ...reply,
  usage: { inputTokens: 10_000, outputTokens: 1_000, totalTokens: 11_000 },
});
const echo = defineTool({ name: 'echo', description: 'Echo.', parameters: z.object({}), execute: () => 'echo' });
/** Another argument each time, so that no call is a repetition. */
const ask = (name: string, n: number) => ({ name, arguments: { input: `question ${n}` } });

test('a limit of cost ends a turn with a last answer, and the result says what was spent', async () => {
  const shop = defineAgent({ ...named('shop'), prices, tools: [echo], limits: { cost: 0.03 }, repeatLimit: false });
  const bench = await agentsBench([shop], {
    shop: (told) => spending(told.length < 5 && told.length < 2 ? call('echo', {}) : say('so far')),
  });
  try {
    const result = await (await bench.client.startTurn('shop', 'go')).result();
    expect(result).toMatchObject({ outcome: 'limit', limit: 'cost', output: 'so far', steps: 3 });
    expect(result.usage.cost).toBeCloseTo(0.06, 10);
  } finally {
    await bench.close();
  }
});

test('a limit of cost for one turn is refused at its start by an agent without prices', async () => {
  const bench = await agentsBench([defineAgent(named('free'))], { free: () => say('never') });
  try {
    const turn = await bench.client.startTurn('free', 'go', { limits: { cost: 1 } });
    expect(await turn.result()).toMatchObject({
      outcome: 'failed',
      error: { code: 'prices_missing', message: expect.stringContaining('"free" has no price of model "gpt-test"') },
    });
    expect(bench.model.requests).toHaveLength(0);
  } finally {
    await bench.close();
  }
});

test('sub-agents of one answer share what is left: cost, tokens and tool calls; what they spend counts for the turn', async () => {
  const worker = defineAgent({ ...named('worker'), prices, tools: [echo], repeatLimit: false });
  const boss = defineAgent({
    ...named('boss'),
    prices,
    tools: [agentTool(worker, { description: 'works' })],
    limits: { cost: 0.1, toolCalls: 8 },
  });
  const bench = await agentsBench([boss], {
    boss: (told) => (told.length === 0 ? spending(calls(ask('worker', 1), ask('worker', 2))) : say('done')),
    // Would go on for ever: only what is left of its parent's turn ends it.
    worker: (_, { tool_choice: choice }) => spending(choice === 'none' ? say('stopped') : call('echo', {})),
  });
  try {
    const turn = await bench.client.startTurn('boss', 'go');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'limit', limit: 'cost', output: 'done', counts: { ok: 2 } });
    // 0.08 was left, 0.04 each: two answers, and the last one.
    const below = await Promise.all([0, 1].map((position) => bench.client.turn(`${turn.turnId}/1.${position}`).view()));
    for (const { result: ended, input } of below) {
      expect(input.budget).toMatchObject({ toolCalls: 3, depth: 4 });
      expect(input.budget?.cost).toBeCloseTo(0.04, 10);
      expect(ended).toMatchObject({ outcome: 'limit', limit: 'cost', steps: 3, counts: { ok: 2 } });
    }
    expect(result.below).toEqual({ turns: 2, toolCalls: 4 });
    expect(result.usage.cost).toBeCloseTo(0.02 + 6 * 0.02 + 0.00002, 3);
  } finally {
    await bench.close();
  }
}, 60_000);

test('an agent that asks itself ends at the depth of the turn, and is told so', async () => {
  const loop = defineAgent({
    ...named('loop'),
    tools: [agentTool('loop', { name: 'again', description: 'asks itself' })],
    limits: { depth: 2 },
  });
  const bench = await agentsBench([loop], {
    loop: (told) => (told.length === 0 ? call('again', { input: 'deeper' }) : say(`told: ${told[0]}`)),
  });
  try {
    const turn = await bench.client.startTurn('loop', 'go');
    const refused =
      "Skipped: the turn's limit of levels of sub-agents was reached before the call could start. It had no effect.";
    expect(await turn.result()).toMatchObject({
      outcome: 'completed',
      output: `told: told: told: ${refused}`,
      below: { turns: 2, toolCalls: 1 },
    });
    const deepest = bench.client.turn(`${turn.turnId}/1.0/1.0`);
    expect((await deepest.calls()).map(({ outcome, turnId }) => [outcome, turnId])).toEqual([['skipped', undefined]]);
  } finally {
    await bench.close();
  }
}, 60_000);
