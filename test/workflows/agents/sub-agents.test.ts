/** Agents as tools on a real server: each call is a turn of its own, told one by one, with truthful ends. */
import { z } from 'zod';
import { agentTool, defineAgent, defineTool } from '../../../src/index.js';
import { call, calls, say } from '../../../src/testing.js';
import { findViolations } from '../../../src/protocol/violations.js';
import { agentsBench, named } from '../../harness/agents-bench.js';
import { gate } from '../../harness/test-gate.js';
import { until } from '../../harness/until.js';

const AskBoth = calls(
  { id: 'call_a', name: 'slow', arguments: { input: 'take your time' } },
  { id: 'call_b', name: 'fast', arguments: { input: 'be quick' } },
);

test('a fast sub-agent is told beside a slow one; both are turns of their own, within context and linked', async () => {
  const slowMayEnd = gate();
  const Caller = z.object({ user: z.string() });
  const seen: unknown[] = [];
  const whoami = defineTool({
    name: 'whoami',
    description: 'Who calls.',
    context: Caller,
    parameters: z.object({}),
    execute: (_, { context }) => context.user,
  });
  const fast = defineAgent({
    ...named('fast'),
    context: Caller,
    tools: [whoami],
    output: z.object({ who: z.string() }),
  });
  const slow = defineAgent(named('slow'));
  const boss = defineAgent({
    ...named('boss'),
    context: Caller,
    tools: [agentTool(fast, { description: 'fast one' }), agentTool(slow, { description: 'slow one' })],
  });
  const bench = await agentsBench([boss], {
    boss: (told) => (told.length === 0 ? AskBoth : say(told.join(' | '))),
    fast: (told, { messages }) => {
      seen.push(messages.at(1)?.content);
      return told.length === 0 ? call('whoami', {}) : say(JSON.stringify({ who: told[0] }));
    },
    slow: async () => {
      await slowMayEnd.opened;
      return say('at last');
    },
  });
  try {
    const turn = await bench.client.startTurn('boss', 'go', { turnId: `boss-${Date.now()}`, context: { user: 'Ada' } });
    const told: string[] = [];
    for await (const event of turn.events()) {
      if (event.type === 'call-started') expect(event.turnId).toBe(`${turn.turnId}/1.${event.position}`);
      if (event.type !== 'call-finished') continue;
      told.push(`${event.name} ${event.outcome}`);
      // The slow one's model is answered only once the fast one's result was told.
      slowMayEnd.open();
    }
    expect(told).toEqual(['fast ok', 'slow ok']);
    const result = await turn.result();
    expect(result).toMatchObject({
      outcome: 'completed',
      output: 'at last | {"who":"Ada"}',
      counts: { ok: 2 },
      below: { turns: 2, toolCalls: 1 },
    });
    expect(seen[0]).toBe('be quick');
    const inner = bench.client.turn(`${turn.turnId}/1.1`);
    expect(await inner.result()).toMatchObject({ outcome: 'completed', output: { who: 'Ada' } });
    const usages = await Promise.all(
      [`${turn.turnId}/1.0`, `${turn.turnId}/1.1`].map((id) => bench.client.turn(id).view()),
    );
    const own = (await turn.view()).steps.reduce((sum, { usage }) => sum + (usage?.totalTokens ?? 0), 0);
    const spent = usages.reduce((sum, view) => sum + (view.result?.usage.totalTokens ?? 0), 0);
    expect(result.usage.totalTokens).toBe(own + spent);
    expect(findViolations((await turn.view()).entries)).toEqual([]);
    const parent = await bench.client.temporal.workflow.getHandle(`${turn.turnId}/1.1`).describe();
    expect(parent.parentExecution?.workflowId).toBe(turn.turnId);
    // The server's lists are about a second behind.
    const below = [`${turn.turnId}/1.0`, `${turn.turnId}/1.1`];
    const listed = async () => (await bench.client.list({ under: turn.turnId })).map(({ turnId }) => turnId).toSorted();
    await until(async () => (await listed()).length === below.length);
    expect(await listed()).toEqual(below);
  } finally {
    await bench.close();
  }
}, 60_000);

test('an agent that fails, stops at a limit, is cancelled or terminated is told as such, and its sibling stays', async () => {
  const held = gate();
  const tools = ['fails', 'limited', 'stopped', 'killed', 'fine'].map((name) => {
    const again = defineTool({
      name: 'again',
      description: 'Again.',
      parameters: z.object({}),
      execute: () => 'again',
    });
    const agent = defineAgent({ ...named(name), tools: [again], limits: { steps: 1 } });
    return agentTool(agent, { description: name });
  });
  const waits = async () => {
    await held.opened;
    return say('never told');
  };
  const bench = await agentsBench([defineAgent({ ...named('boss'), tools })], {
    boss: (told) =>
      told.length === 0 ? calls(...tools.map(({ name }) => ({ name, arguments: { input: 'go' } }))) : say('done'),
    fails: () => ({ text: 'cut', finishReason: 'length' }),
    limited: (told) => (told.length === 0 ? call('again', {}) : say('half of it')),
    stopped: waits,
    killed: waits,
    fine: () => say('fine'),
  });
  try {
    const turn = await bench.client.startTurn('boss', 'go');
    let begun = 0;
    for await (const event of turn.events()) {
      if (event.type === 'call-started') begun += 1;
      if (begun === 5) break;
    }
    await bench.client.turn(`${turn.turnId}/1.2`).cancel();
    await bench.client.temporal.workflow.getHandle(`${turn.turnId}/1.3`).terminate('by a test');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', counts: { ok: 2, error: 1, cancelled: 1, interrupted: 1 } });
    const told = (await turn.calls()).map(({ name, outcome, output }) => [name, outcome, output]);
    expect(told).toEqual([
      ['fails', 'error', expect.stringContaining('Error: the agent failed: answer_cut: ')],
      ['limited', 'ok', 'half of it\n\n[The agent was stopped at its limit of steps: this is how far it came.]'],
      ['stopped', 'cancelled', expect.stringContaining('It may have started')],
      ['killed', 'interrupted', expect.stringContaining('was terminated')],
      ['fine', 'ok', 'fine'],
    ]);
  } finally {
    held.open();
    await bench.close();
  }
}, 60_000);

test('a cancel of the parent cancels the turns of its calls, and each call has its result', async () => {
  const held = gate();
  const deaf = defineAgent(named('deaf'));
  const quick = defineAgent(named('quick'));
  const tools = [agentTool(deaf, { description: 'waits' }), agentTool(quick, { description: 'quick' })];
  const bench = await agentsBench([defineAgent({ ...named('boss'), tools })], {
    boss: () => calls({ name: 'deaf', arguments: { input: 'go' } }, { name: 'quick', arguments: { input: 'go' } }),
    deaf: async () => {
      await held.opened;
      return say('too late');
    },
    quick: () => say('there'),
  });
  try {
    const turn = await bench.client.startTurn('boss', 'go');
    for await (const event of turn.events()) if (event.type === 'call-finished') break;
    await turn.cancel();
    expect(await turn.result()).toMatchObject({ outcome: 'cancelled', counts: { ok: 1, cancelled: 1 } });
    expect(await bench.client.turn(`${turn.turnId}/1.0`).result()).toMatchObject({ outcome: 'cancelled' });
    expect(findViolations((await turn.view()).entries)).toEqual([]);
  } finally {
    held.open();
    await bench.close();
  }
}, 60_000);
