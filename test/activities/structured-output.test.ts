/** A structured answer, in text or as a call: taken when it fits, and when it could know all results. */
import { z } from 'zod';
import { structuredAnswer } from '../../src/activities/structured-output.js';
import type { Agent } from '../../src/definition/agent.js';
import { defineAgent } from '../../src/index.js';
import { message } from '../../src/protocol/item.js';
import { callsOf } from '../workflows-pure/policies.js';
import { call } from '../protocol/items.js';

const output = z.object({ total: z.number() });
const bySchema = defineAgent({ name: 'a', model: 'm', output }) as Agent;
const byTool = defineAgent({ name: 'a', model: 'm', output, outputMode: 'tool' }) as Agent;
const textual = defineAgent({ name: 'a', model: 'm' }) as Agent;
const text = (agent: Agent, said: string) =>
  structuredAnswer([{ item: message('assistant', said) }], [], agent, 'stop');
const final = (args: string) => ({ ...call('x'), name: 'final_answer', arguments: args });
const called = (agent: Agent, ...items: ReturnType<typeof call>[]) =>
  structuredAnswer([], callsOf(...items), agent, 'stop');

test.each([bySchema, byTool])('text that fits is the answer', async (agent) => {
  expect(await text(agent, ' {"total":3}')).toEqual({ structured: { value: { total: 3 } }, plans: [] });
});

test('text that does not fit says why, and where the answer is a call, to call', async () => {
  expect(await text(bySchema, 'three')).toMatchObject({ structured: { problem: 'it is not JSON' } });
  expect(await text(bySchema, '{}')).toMatchObject({
    structured: { problem: expect.stringMatching(/^output\.total: /) },
  });
  expect(await text(byTool, 'three')).toMatchObject({
    structured: { problem: 'call final_answer with the answer as its arguments; it is not JSON' },
  });
});

test('the arguments of a call that comes alone are the answer', async () => {
  expect(await called(byTool, final('{"total":3}'))).toEqual({
    structured: { value: { total: 3 } },
    plans: [{ position: 0, outcome: 'ok', output: 'The answer was accepted.' }],
  });
});

test.each(['{}', '{"not_json":"tot"}', '[]'])('arguments that do not fit are returned: %s', async (args) => {
  const answer = await called(byTool, final(args));
  expect(answer.structured).toHaveProperty('problem');
  expect(answer.plans).toEqual([{ position: 0, outcome: 'invalid_arguments', output: expect.stringContaining('not') }]);
});

test('a call that was cut off is not taken, even if it fits', async () => {
  const cut = await structuredAnswer([], callsOf(final('{"total":3}')), byTool, 'length');
  expect(cut.structured).toHaveProperty('problem');
  expect(cut.plans).toMatchObject([{ outcome: 'invalid_arguments' }]);
});

test('a call beside others, or twice, is skipped: it can not know their results', async () => {
  const answer = await called(byTool, call('a'), final('{"total":3}'), final('{"total":4}'));
  expect(answer).not.toHaveProperty('structured');
  expect(answer.plans).toMatchObject([
    { position: 1, outcome: 'skipped', output: expect.stringContaining('alone') },
    { position: 2, outcome: 'skipped' },
  ]);
});

test('without the mode, the name is nothing special; without a schema there is no structured answer', async () => {
  expect(await called(bySchema, final('{"total":3}'))).toEqual({ plans: [] });
  expect(await text(textual, '{"total":3}')).toEqual({ plans: [] });
});
