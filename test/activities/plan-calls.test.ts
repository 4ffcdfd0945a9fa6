/** Which calls are not simply run: unknown tools, arguments that don't fit, answers that were cut off. */
import { z } from 'zod';
import { planCalls } from '../../src/activities/plan-calls.js';
import { defineAgent, defineTool, remoteTool } from '../../src/index.js';
import { NOT_JSON } from '../../src/models/repair-calls.js';
import type { Item } from '../../src/protocol/item.js';
import { toolCallsOf } from '../../src/protocol/tool-call.js';
import { call, entries } from '../protocol/items.js';

const parameters = z.object({ n: z.number().default(7) });
const agent = defineAgent({
  name: 'planner',
  model: 'm',
  tools: [
    defineTool({ name: 'here', description: 'x', parameters, execute: () => '' }),
    defineTool({ name: 'withheld', description: 'x', parameters, execute: () => '' }),
    remoteTool({ name: 'there', description: 'x', parameters, taskQueue: 'other' }),
  ],
});
const offered = new Set(['here', 'there']);
const plan = (items: Item[], finish: 'stop' | 'length' | 'content_filter' = 'stop') =>
  planCalls(toolCallsOf(entries(...items)), agent, offered, finish);

test('calls that can be run as they came need no plan', async () => {
  expect(await plan([call('a', 'here', '{"n":1}'), call('b', 'here'), call('c', 'there', '{"n":1}')])).toEqual([]);
});

test('a tool of another worker gets the arguments as parsed, with defaults', async () => {
  expect(await plan([call('a', 'there')])).toEqual([{ position: 0, args: { n: 7 } }]);
});

test.each<[string, Item]>([
  ['a name that no tool has', call('a', 'nowhere')],
  ['a name that an object would have', call('a', '__proto__')],
  ['a tool that this turn does not offer', call('a', 'withheld')],
])('unknown: %s', async (_what, item) => {
  const [made] = await plan([item]);
  expect(made).toMatchObject({ position: 0, outcome: 'unknown_tool', output: expect.stringContaining('here, there') });
  expect(JSON.stringify(made)).not.toContain('withheld.');
});

test('a call of a kind that nobody runs is not told that its tool does not exist', async () => {
  const [made] = await plan([{ type: 'custom_tool_call', call_id: 'a', name: 'here', input: '{}' }]);
  expect(made).toMatchObject({
    outcome: 'unknown_tool',
    output: expect.stringContaining(
      `"here" is a function and can't be run by a custom_tool_call. Call it by a function`,
    ),
  });
});

test.each<[string, string, RegExp]>([
  ['no JSON', JSON.stringify({ [NOT_JSON]: '{"n":' }), /no JSON object/],
  ['another type', '{"n":"one"}', /n/],
  ['a list', '[1]', /./],
  ['a text', '"x"', /./],
])('arguments that do not fit: %s', async (_what, args, fix) => {
  const [made] = await plan([call('a', 'here', args)]);
  expect(made).toMatchObject({ position: 0, outcome: 'invalid_arguments', output: expect.stringMatching(fix) });
});

test.each([
  ['length', 'cut off at its length limit'],
  ['content_filter', "cut off by the service's content filter"],
] as const)('no call of an answer that ended by %s is run', async (finish, told) => {
  const made = await plan([call('a', 'here', '{"n":1}'), call('b', 'nowhere')], finish);
  expect(made).toMatchObject([
    { position: 0, outcome: 'invalid_arguments', output: expect.stringContaining(told) },
    { position: 1, outcome: 'unknown_tool' },
  ]);
});

test('each plan names the place of its call', async () => {
  const made = await plan([call('a', 'here'), call('b', 'x'), call('c', 'here', '{"n":""}'), call('d', 'here')]);
  expect(made.map(({ position }) => position)).toEqual([1, 2]);
});
