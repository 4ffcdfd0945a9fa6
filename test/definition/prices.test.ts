/** Prices: a limit of cost is never held with a price missing, whichever model is asked and whoever set the limit. */
import { agentTool, checkAgents, defineAgent, defineTool, handoff, mcpServer } from '../../src/index.js';
import { refusal } from './refusal.js';

const prices = { m: { input: 1, output: 2 } };
const limits = { cost: 1 };
const tool = (summarize: true | { model: string }) =>
  defineTool({
    name: 'look',
    description: 'Looks.',
    parameters: { type: 'object', properties: {} },
    execute: () => '',
    output: { summarize },
  });
const define = (more: object = {}) => defineAgent({ name: 'ok', model: 'm', prices, limits, ...more });

test.each<[string, object, string | undefined]>([
  ['its own model', { model: 'other' }, 'other'],
  ['a fallback', { models: ['m', 'other'], model: undefined }, 'other'],
  ['the model that sums up its transcript', { compaction: { atTokens: 1_000, model: 'sums' } }, 'sums'],
  ['the model that sums up an output', { tools: [tool({ model: 'brief' })] }, 'brief'],
  [
    "the model that sums up outputs of a server's tools",
    {
      tools: [mcpServer({ url: 'http://127.0.0.1/mcp', name: 'files' }, { output: { summarize: { model: 'brief' } } })],
    },
    'brief',
  ],
  ['none, where all that sum up are its own', { compaction: { atTokens: 1_000 }, tools: [tool(true)] }, undefined],
])('a limit of cost and no price of %s', (_what, more, missing) => {
  if (missing === undefined) {
    expect(define(more).name).toBe('ok');
    return;
  }
  const error = refusal(() => define(more));
  expect(error.message).toContain(`got "${missing}"`);
  expect(error.message).toContain("limits.cost can't be held without");
});

test.each<[string, unknown, string, string]>([
  ['a list', [], 'prices', '[]'],
  ['a price that is none', { m: 1 }, 'prices.m', '1'],
  ['no price of output', { m: { input: 1 } }, 'prices.m.output', 'undefined'],
  ['money back', { m: { input: -1, output: 1 } }, 'prices.m.input', '-1'],
  ['no number', { m: { input: NaN, output: 1 } }, 'prices.m.input', 'NaN'],
  ['a text', { m: { input: '1', output: 1 } }, 'prices.m.input', '"1"'],
  ['a misspelt field', { m: { input: 1, output: 1, cache: 1 } }, 'prices.m.cache', 'cached'],
])('%s is no price table', (_what, table, option, printed) => {
  const error = refusal(() => define({ prices: table }));
  expect(error.option).toBe(option);
  expect(error.message).toContain(printed);
});

test("a limit of cost counts all agents below: an agent's own, and one that a tool sets", () => {
  const deep = defineAgent({ name: 'deep', model: 'free' });
  const middle = define({ name: 'middle', limits: {}, tools: [handoff(deep)] });
  const asks = (cost?: number) =>
    agentTool(middle, { description: 'Asks.', ...(cost !== undefined && { limits: { cost } }) });
  const top = (cost?: number, own?: typeof limits) => define({ name: 'top', tools: [asks(cost)], limits: own });
  expect(checkAgents([top()]).size).toBe(3);
  expect(refusal(() => checkAgents([top(undefined, limits)])).message).toBe(
    'agents: deep.prices: expected a price of this model too: limits.cost of agent "top", which leads to it, ' +
      'can\'t be held without, got "free"',
  );
  expect(refusal(() => checkAgents([top(0.5)])).message).toBe(
    'agents: deep.prices: expected a price of this model too: limits.cost of tool "middle" of agent "top", which leads to ' +
      'it, can\'t be held without, got "free"',
  );
});
