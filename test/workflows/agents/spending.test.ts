/**
 * The promise of budgets on a real server: a turn goes over by the answers that were under way and its last one, at any
 * depth, however many ask at once.
 */
import { z } from 'zod';
import { agentTool, defineAgent, defineTool } from '../../../src/index.js';
import { call, calls, say, type Reply } from '../../../src/testing.js';
import { agentsBench, named, type Speaker } from '../../harness/agents-bench.js';

const prices = { 'gpt-test': { input: 1, cached: 0.5, output: 10 } };
const ANSWER = 0.02;
/** A reply that cost 0.02: 10,000 tokens in, 1,000 out. */
const spending = (reply: Reply): Reply => ({
  ...reply,
  usage: { inputTokens: 10_000, outputTokens: 1_000, totalTokens: 11_000 },
});
const echo = defineTool({ name: 'echo', description: 'Echo.', parameters: z.object({}), execute: () => 'echo' });
/** Would go on for ever: only what is left of the turn above ends it. */
const endless: Speaker = (_, { tool_choice: choice }) =>
  spending(choice === 'none' ? say('stopped') : call('echo', {}));
/** Asks an agent so many times in one answer, then says what it was told. */
const asking =
  (name: string, times: number): Speaker =>
  (told) =>
    spending(told.length > 0 ? say(told.join('|')) : calls(...Array.from({ length: times }, (_, n) => ask(name, n))));
const ask = (name: string, n: number) => ({ name, arguments: { input: `question ${n}` } });
const asks = (agent: Parameters<typeof agentTool>[0], maxParallel: number) =>
  agentTool(agent, { description: 'works', maxParallel });

test('ten sub-agents at once, three levels down: the budget holds but for what was under way', async () => {
  const leaf = defineAgent({ ...named('leaf'), prices, tools: [echo], repeatLimit: false, limits: { steps: 100 } });
  const third = defineAgent({ ...named('third'), prices, tools: [asks(leaf, 10)] });
  const second = defineAgent({ ...named('second'), prices, tools: [asks(third, 1)] });
  const first = defineAgent({ ...named('first'), prices, tools: [asks(second, 1)], limits: { cost: 1 } });
  const bench = await agentsBench([first], {
    first: asking('second', 1),
    second: asking('third', 1),
    third: asking('leaf', 10),
    leaf: endless,
  });
  try {
    const turn = await bench.client.startTurn('first', 'go');
    const result = await turn.result();
    // Every answer that was given is counted, wherever.
    expect(result.usage.cost).toBeCloseTo(bench.model.requests.length * ANSWER, 8);
    expect(result.below).toMatchObject({ turns: 12 });
    const leaves = await Promise.all(
      Array.from({ length: 10 }, (_, n) => bench.client.turn(`${turn.turnId}/1.0/1.0/1.${n}`).view()),
    );
    const share = (1 - 3 * ANSWER) / 10;
    for (const { input, result: ended } of leaves) {
      expect(input.budget?.cost).toBeCloseTo(share, 8);
      expect(input.budget?.depth).toBe(2);
      expect(ended).toMatchObject({ outcome: 'limit', limit: 'cost' });
      // The answer that reached it, and the last one.
      expect(ended!.usage.cost).toBeLessThanOrEqual(share + 2 * ANSWER);
    }
    // Ten leaves and the three above each may go over by these two.
    expect(result.usage.cost).toBeLessThanOrEqual(1 + 13 * 2 * ANSWER);
    expect(result).toMatchObject({ outcome: 'limit', limit: 'cost' });
  } finally {
    await bench.close();
  }
}, 120_000);

test('cost is reached while sub-agents of the same answer still wait: each has the share it was given', async () => {
  const worker = defineAgent({ ...named('worker'), prices, tools: [echo], repeatLimit: false, limits: { steps: 100 } });
  const boss = defineAgent({ ...named('boss'), prices, tools: [asks(worker, 2)], limits: { cost: 0.14 } });
  const bench = await agentsBench([boss], { boss: asking('worker', 6), worker: endless });
  try {
    const turn = await bench.client.startTurn('boss', 'go');
    // 0.12 was left, 0.02 each: an answer reaches it, and then the last one. After four of them 0.16 was spent.
    expect(await turn.result()).toMatchObject({
      outcome: 'limit',
      limit: 'cost',
      counts: { ok: 6 },
      below: { turns: 6 },
    });
    expect((await turn.result()).usage.cost).toBeCloseTo((2 + 6 * 2) * ANSWER, 8);
    for (const { output } of await turn.calls()) expect(output).toContain('stopped at its limit of cost');
  } finally {
    await bench.close();
  }
}, 60_000);

test('calls that a sub-agent had no room for are not counted against the turn that asked', async () => {
  const worker = defineAgent({ ...named('worker'), tools: [echo], maxParallel: 10 });
  const boss = defineAgent({ ...named('boss'), tools: [asks(worker, 2)], limits: { toolCalls: 8 } });
  const ten = Array.from({ length: 10 }, () => ({ name: 'echo', arguments: {} }));
  const bench = await agentsBench([boss], {
    boss: asking('worker', 2),
    worker: (told) => (told.length === 0 ? calls(...ten) : say('done')),
  });
  try {
    const turn = await bench.client.startTurn('boss', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', below: { turns: 2, toolCalls: 6 } });
    const below = await bench.client.turn(`${turn.turnId}/1.1`).result();
    expect(below).toMatchObject({ outcome: 'limit', limit: 'toolCalls', counts: { ok: 3, skipped: 7 } });
  } finally {
    await bench.close();
  }
}, 60_000);

test('time is over while a sub-agent works: it says how far it came, and so does the turn that asked', async () => {
  const endlessTool = defineTool({
    name: 'wait',
    description: 'Waits.',
    parameters: z.object({}),
    execute: (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
  });
  const worker = defineAgent({ ...named('worker'), tools: [endlessTool] });
  const boss = defineAgent({ ...named('boss'), tools: [asks(worker, 1)], limits: { duration: '3s' } });
  const bench = await agentsBench([boss], {
    boss: asking('worker', 1),
    worker: (told) => (told.length === 0 ? call('wait', {}) : say(`so far: ${told[0]}`)),
  });
  try {
    const turn = await bench.client.startTurn('boss', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'limit', limit: 'duration', counts: { ok: 1 } });
    const [told] = await turn.calls();
    expect(told!.output).toContain('[The agent was stopped at its limit of duration: this is how far it came.]');
    const below = bench.client.turn(told!.turnId!);
    expect(await below.result()).toMatchObject({ outcome: 'limit', limit: 'duration', counts: { timeout: 1 } });
  } finally {
    await bench.close();
  }
}, 60_000);

test('a service that reports no tokens: neither tokens nor cost end the turn, its steps do', async () => {
  const free = (reply: Reply): Reply => ({ ...reply, usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 } });
  const limits = { tokens: 1, cost: 0.000001, steps: 3 };
  const worker = defineAgent({ ...named('worker'), prices, tools: [echo], repeatLimit: false, limits });
  const bench = await agentsBench([worker], {
    worker: (_, { tool_choice: choice }) => free(choice === 'none' ? say('stopped') : call('echo', {})),
  });
  try {
    const result = await (await bench.client.startTurn('worker', 'go')).result();
    expect(result).toMatchObject({ outcome: 'limit', limit: 'steps', usage: { totalTokens: 0, cost: 0 } });
  } finally {
    await bench.close();
  }
}, 60_000);
