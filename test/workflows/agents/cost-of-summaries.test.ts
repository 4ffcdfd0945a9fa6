/** What is asked of a model beside a turn's steps is paid for, too: summaries of outputs, and compactions, those in vain included. */
import { z } from 'zod';
import { defineAgent, defineTool, type Agent } from '../../../src/index.js';
import { call, say, type Reply } from '../../../src/testing.js';
import { agentsBench, named } from '../../harness/agents-bench.js';

const prices = { 'gpt-test': { input: 1, output: 10 }, 'gpt-small': { input: 0.1, output: 1 } };
const STEPS = 8;
/** 0.02 by the prices of gpt-test, 0.002 by those of gpt-small. */
const spending = (reply: Reply): Reply => ({
  ...reply,
  usage: { inputTokens: 10_000, outputTokens: 1_000, totalTokens: 11_000 },
});
const reportBy = (model: string) =>
  defineTool({
    name: 'report',
    description: 'Reports.',
    parameters: z.object({ n: z.number() }),
    output: { maxChars: 300, summarize: { model } },
    execute: ({ n }) => `${n} `.repeat(400),
  });
const report = reportBy('gpt-small');

/** Runs the agent; `beside` is what a model says to what is no step. */
async function costOf(agent: Agent, beside: () => Reply) {
  let step = 0;
  const bench = await agentsBench([agent], {
    shop: () => spending((step += 1) <= STEPS ? call('report', { n: step }) : say('done')),
    sums: () => spending(beside()),
    [report.output.summarize!.instructions]: () => spending(beside()),
  });
  try {
    const turn = await bench.client.startTurn('shop', 'go');
    const result = await turn.result();
    const view = await turn.view();
    const asked = bench.model.requests.map(({ body }) => (body as { model: string }).model);
    const cost = asked.reduce((sum, model) => sum + (model === 'gpt-small' ? 0.002 : 0.02), 0);
    return { result, view, cost, beside: asked.length - result.steps };
  } finally {
    await bench.close();
  }
}

test.each([
  ['that are made', () => say('short')],
  ['in vain', () => say('')],
] as const)(
  'summaries %s',
  async (_what, beside) => {
    const compaction = { atTokens: 11_000, keep: 1, instructions: 'sums', model: 'gpt-small' };
    const limits = { steps: 50, tokens: 10_000_000 };
    const shop = defineAgent({ ...named('shop'), prices, tools: [report], compaction, limits, repeatLimit: false });
    const { result, view, cost, beside: more } = await costOf(shop, beside);
    expect(result.outcome).toBe('completed');
    expect(view.compactions?.length).toBeGreaterThan(0);
    expect(more).toBe(STEPS + view.compactions!.length);
    expect(result.usage.totalTokens).toBe((result.steps + more) * 11_000);
    expect(result.usage.cost).toBeCloseTo(cost, 10);
  },
  60_000,
);

test.each([{ compaction: { atTokens: 1_000, model: 'gpt-dear' } }, { tools: [reportBy('gpt-dear')] }])(
  'a limit of cost needs their prices, too',
  (more) => {
    expect(() => defineAgent({ ...named('shop'), prices, limits: { cost: 1 }, ...more })).toThrow(/"gpt-dear"/);
  },
);
