/** Handoffs on a real server: the turn goes on by another agent's instructions, tools and model, within its limits. */
import { z } from 'zod';
import { defineAgent, defineTool, handoff } from '../../../src/index.js';
import { call, calls, say, type ChatRequest } from '../../../src/testing.js';
import { agentsBench, named } from '../../harness/agents-bench.js';

const note = defineTool({ name: 'note', description: 'Notes.', parameters: z.object({}), execute: () => 'noted' });
const pay = defineTool({ name: 'pay', description: 'Pays.', parameters: z.object({}), execute: () => 'paid' });

test('the first handoff of an answer counts; its siblings run, and the next request is the other agent', async () => {
  const Caller = z.object({ user: z.string() });
  const billing = defineAgent({
    ...named('billing'),
    model: 'gpt-bill',
    context: Caller,
    instructions: ({ user }) => `billing of ${user}`,
    tools: [pay, handoff('desk')],
    limits: { steps: 1 },
  });
  const desk = defineAgent({
    ...named('desk'),
    context: Caller,
    tools: [note, handoff(billing), handoff(defineAgent(named('other')))],
  });
  const bench = await agentsBench([desk], {
    desk: () =>
      calls(
        call('note', {}).calls![0]!,
        call('transfer_to_billing', {}).calls![0]!,
        call('transfer_to_other', {}).calls![0]!,
      ),
    'billing of Ada': (told) => (told.length === 3 ? call('pay', {}) : say(`paid: ${told.at(-1)}`)),
  });
  try {
    const turn = await bench.client.startTurn('desk', 'go', { context: { user: 'Ada' } });
    const told: string[] = [];
    for await (const event of turn.events())
      if (event.type === 'handed-over') told.push(`${event.step} ${event.agent}`);
    // The desk's own limit of 10 steps holds, not the other agent's.
    expect(await turn.result()).toMatchObject({
      outcome: 'completed',
      output: 'paid: paid',
      agent: 'billing',
      steps: 3,
    });
    expect(told).toEqual(['1 billing']);
    const view = await turn.view();
    expect(view.calls.map(({ name, outcome, output }) => [name, outcome, output])).toEqual([
      ['note', 'ok', 'noted'],
      ['transfer_to_billing', 'ok', 'Handed over to the agent "billing", which goes on from here.'],
      ['transfer_to_other', 'skipped', expect.stringContaining('an earlier call of the same answer')],
      ['pay', 'ok', 'paid'],
    ]);
    expect(view.steps.map(({ agent }) => agent)).toEqual([undefined, 'billing', 'billing']);
    const asked = bench.model.requests.map(({ body }) => body as ChatRequest);
    expect(asked.map(({ model }) => model)).toEqual(['gpt-test', 'gpt-bill', 'gpt-bill']);
    expect(asked[1]!.tools).toMatchObject([{ function: { name: 'pay' } }, { function: { name: 'transfer_to_desk' } }]);
  } finally {
    await bench.close();
  }
}, 60_000);

test('agents that hand a turn to and fro end at ten handoffs', async () => {
  const ping = defineAgent({ ...named('ping'), tools: [handoff('pong')], limits: { steps: 30 } });
  const pong = defineAgent({ ...named('pong'), tools: [handoff('ping')] });
  const bench = await agentsBench([ping, pong], {
    ping: (told) => (told.length > 10 ? say(told.at(-1)!) : call('transfer_to_pong', {})),
    pong: () => call('transfer_to_ping', {}),
  });
  try {
    const result = await (await bench.client.startTurn('ping', 'go')).result();
    expect(result).toMatchObject({
      outcome: 'completed',
      output: expect.stringContaining('limit of 10 handoffs'),
      counts: { ok: 10, skipped: 1 },
      agent: 'ping',
    });
  } finally {
    await bench.close();
  }
}, 60_000);
