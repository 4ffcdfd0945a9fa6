/** `testTurns`: what it runs, what it says when the model had to refuse, and that it ends all that it started. */
import { createConnection } from 'node:net';
import { z } from 'zod';
import { defineAgent, defineTool } from '../../../src/index.js';
import {
  calls,
  InvalidRequestsError,
  say,
  testTurns,
  UnknownAgentError,
  type TestTurns,
} from '../../../src/testing.js';

const double = defineTool({
  name: 'double',
  description: 'Twice a number. Calls run in parallel.',
  parameters: z.object({ n: z.number() }),
  execute: ({ n }) => 2 * n,
});
const agent = (api: 'chat' | 'responses') =>
  defineAgent({
    name: `on-${api}`,
    model: 'gpt-test',
    api,
    tools: [double],
    provider: { baseURL: 'http://127.0.0.1:1/v1' },
  });
const address = process.env.EVERYCALL_TEST_ADDRESS ?? '';

let turns: TestTurns | undefined;
afterEach(() => turns?.close());

const TWO = calls({ id: 'a', name: 'double', arguments: { n: 1 } }, { id: 'b', name: 'double', arguments: { n: 2 } });

test('agents on both APIs, whatever service they name; a script for each turn', async () => {
  turns = await testTurns({ agents: [agent('chat'), agent('responses')], address });
  for (const api of ['chat', 'responses'] as const) {
    const turn = await turns.run(`on-${api}`, 'Double 1 and 2.', { turnId: `t-${api}`, script: [TWO, say('2 and 4')] });
    expect(turn).toMatchObject({ turnId: `t-${api}`, result: { outcome: 'completed', output: '2 and 4' } });
    expect(turn.calls.map(({ output }) => output)).toEqual(['2', '4']);
    expect(turn.transcript.map(({ type }) => type)).toContain('function_call_output');
    expect(turn.requests).toHaveLength(2);
  }
});

test('a turn for which the script has no reply says so', async () => {
  turns = await testTurns({ agents: [agent('chat')], address, script: [say('only one')] });
  expect((await turns.run('on-chat', 'Hi')).result).toMatchObject({ output: 'only one' });
  const second = turns.run('on-chat', 'Hi');
  await expect(second).rejects.toThrow(InvalidRequestsError);
  await expect(second).rejects.toThrow('the script has no reply for request 2');
});

test('an agent that is not there is told at once, with those that are, and no turn is started', async () => {
  turns = await testTurns({ agents: [agent('chat'), agent('responses')], address });
  const run = turns.run('on-chta', 'Hi', { turnId: 't-unknown' });
  await expect(run).rejects.toThrow(UnknownAgentError);
  await expect(run).rejects.toThrow('testTurns has no agent "on-chta"; its agents are on-chat, on-responses');
  await expect(turns.client.turn('t-unknown').view()).rejects.toThrow('t-unknown');
});

test('closing ends the server that it started, and may be repeated', async () => {
  turns = await testTurns({ agents: [agent('chat')], script: [say('hello')] });
  expect((await turns.run('on-chat', 'Hi')).result).toMatchObject({ output: 'hello' });
  const [host = '', port] = turns.address.split(':');
  await turns.close();
  await turns.close();
  const dialled = new Promise((resolve, reject) => {
    createConnection({ host, port: Number(port) }, () => resolve('open')).on('error', reject);
  });
  await expect(dialled).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
