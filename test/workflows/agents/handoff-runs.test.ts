/** A handoff goes along wherever a turn goes: into its next run, and into the turn of a sub-agent. */
import { z } from 'zod';
import { agentTool, defineAgent, defineTool, handoff } from '../../../src/index.js';
import { startEmbeddedServer, type EmbeddedServer } from '../../../src/server/embedded-server.js';
import { call, say } from '../../../src/testing.js';
import { agentsBench, named } from '../../harness/agents-bench.js';
import type { TurnBench } from '../../harness/turn-bench.js';

let server: EmbeddedServer;
let bench: TurnBench;
beforeAll(async () => {
  // About every second step a turn goes on in another run.
  server = await startEmbeddedServer({ dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 20 } });
});
afterEach(() => bench.close());
afterAll(() => server.stop());

test('handed to and fro over several runs: each run goes on by the agent that has the turn, within its limits', async () => {
  const ping = defineAgent({ ...named('ping'), tools: [handoff('pong')], limits: { steps: 8 } });
  const pong = defineAgent({ ...named('pong'), tools: [handoff('ping')], limits: { steps: 2 } });
  const to = (name: string) => (told: readonly string[]) =>
    told.length < 7 ? call(`transfer_to_${name}`, {}) : say('enough');
  bench = await agentsBench([ping, pong], { ping: to('pong'), pong: to('ping') }, server.address);
  const turn = await bench.client.startTurn('ping', 'go');
  const handed: string[] = [];
  for await (const event of turn.events()) if (event.type === 'handed-over') handed.push(event.agent);
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'enough', steps: 8, agent: 'pong' });
  expect(handed).toEqual(['pong', 'ping', 'pong', 'ping', 'pong', 'ping', 'pong']);
  const view = await turn.view();
  expect(view.run).toBeGreaterThan(2);
  expect(view.steps.map(({ agent = 'ping' }) => agent)).toEqual(['ping', ...handed]);
}, 60_000);

test('a sub-agent that hands its turn on, over several runs: the call gets the answer of the one that ended it', async () => {
  const note = defineTool({
    name: 'note',
    description: 'Notes.',
    parameters: z.object({ n: z.number() }),
    execute: () => 'noted',
  });
  const expert = defineAgent({ ...named('expert'), tools: [note], output: z.object({ sure: z.boolean() }) });
  const desk = defineAgent({ ...named('desk'), tools: [handoff(expert)] });
  const boss = defineAgent({ ...named('boss'), tools: [agentTool(desk, { description: 'answers' })] });
  bench = await agentsBench(
    [boss],
    {
      boss: (told) => (told.length === 0 ? call('desk', { input: 'Well?' }) : say(told[0]!)),
      desk: () => call('transfer_to_expert', {}),
      expert: (told) => (told.length < 6 ? call('note', { n: told.length }) : say('{"sure":true}')),
    },
    server.address,
  );
  const turn = await bench.client.startTurn('boss', 'go');
  expect(await turn.result()).toMatchObject({
    outcome: 'completed',
    output: '{"sure":true}',
    below: { turns: 1, toolCalls: 6 },
  });
  const below = await bench.client.turn(`${turn.turnId}/1.0`).view();
  expect(below.run).toBeGreaterThan(1);
  expect(below.result).toMatchObject({ agent: 'expert', output: { sure: true } });
}, 60_000);
