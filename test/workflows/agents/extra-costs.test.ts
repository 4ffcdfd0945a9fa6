/** Model calls beside the loop have their price, too: a transcript that is summed up, and a tool's output that is. */
import { z } from 'zod';
import { defineAgent, defineTool } from '../../../src/index.js';
import { call, say, type Reply } from '../../../src/testing.js';
import { agentsBench, named } from '../../harness/agents-bench.js';

const prices = { 'gpt-test': { input: 1, output: 10 }, 'gpt-sums': { input: 2, output: 20 } };
const usage = { inputTokens: 10_000, outputTokens: 1_000, totalTokens: 11_000 };
const spending = (reply: Reply): Reply => ({ ...reply, usage });
/** What such a reply costs of either model. */
const ANSWER = 0.02;
const SUMMARY = 0.04;

test('a compaction counts by the price of the model that made it', async () => {
  const note = defineTool({
    name: 'note',
    description: 'Notes.',
    parameters: z.object({ n: z.number() }),
    // Long enough that a summary is shorter.
    execute: () => 'noted '.repeat(500),
  });
  const agent = defineAgent({
    ...named('worker'),
    prices,
    tools: [note],
    compaction: { atTokens: 11_000, keep: 1, instructions: 'Sum up.', model: 'gpt-sums' },
  });
  let step = 0;
  const bench = await agentsBench([agent], {
    worker: () => spending((step += 1) < 3 ? call('note', { n: step }) : say('done')),
    'Sum up.': () => spending(say('a summary')),
  });
  try {
    const turn = await bench.client.startTurn('worker', 'go');
    const result = await turn.result();
    const { compactions = [] } = await turn.view();
    expect(compactions.map(({ state }) => state)).toEqual(['done']);
    expect(compactions[0]!.usage?.cost).toBeCloseTo(SUMMARY, 10);
    expect(result.usage.cost).toBeCloseTo(3 * ANSWER + SUMMARY, 10);
  } finally {
    await bench.close();
  }
}, 60_000);

test('a summary of an output counts by the price of the model that made it', async () => {
  const report = defineTool({
    name: 'report',
    description: 'Reports.',
    parameters: z.object({}),
    output: { maxChars: 100, summarize: { model: 'gpt-sums', instructions: 'Sum it up.' } },
    execute: () => 'a line\n'.repeat(1_000),
  });
  const agent = defineAgent({ ...named('worker'), prices, tools: [report] });
  const bench = await agentsBench([agent], {
    worker: (told) => spending(told.length === 0 ? call('report', {}) : say('done')),
    'Sum it up.': () => spending(say('short')),
  });
  try {
    const turn = await bench.client.startTurn('worker', 'go');
    expect((await turn.result()).usage.cost).toBeCloseTo(2 * ANSWER + SUMMARY, 10);
    expect((await turn.calls())[0]!.usage?.cost).toBeCloseTo(SUMMARY, 10);
  } finally {
    await bench.close();
  }
}, 60_000);
