/** Turns of sub-agents that can't tell their parent how they ended: it is told the truth, and counts what they spent. */
import { z } from 'zod';
import { agentTool, defineAgent, defineTool } from '../../../src/index.js';
import { call, say, type Reply } from '../../../src/testing.js';
import { agentsBench, named, type Speaker } from '../../harness/agents-bench.js';
import { gate } from '../../harness/test-gate.js';
import type { TurnBench } from '../../harness/turn-bench.js';

const prices = { 'gpt-test': { input: 1, output: 10 } };
/** A reply that cost 0.02. */
const spending = (reply: Reply): Reply => ({
  ...reply,
  usage: { inputTokens: 10_000, outputTokens: 1_000, totalTokens: 11_000 },
});
const echo = defineTool({ name: 'echo', description: 'Echo.', parameters: z.object({}), execute: () => 'echo' });

/** A boss that asks a worker, which spends 0.02 and waits in its second model call. */
async function waiting(boss: Speaker = (told) => spending(told.length === 0 ? ASK : say(told[0]!))) {
  const held = gate();
  const reached = gate();
  const worker = defineAgent({ ...named('worker'), prices, tools: [echo] });
  const middle = defineAgent({ ...named('middle'), prices, tools: [agentTool(worker, { description: 'works' })] });
  const tools = [agentTool(worker, { description: 'works' }), agentTool(middle, { description: 'has it done' })];
  const bench = await agentsBench([defineAgent({ ...named('boss'), prices, tools, limits: { cost: 1 } })], {
    boss,
    middle: (told) => spending(told.length === 0 ? ASK : say(told[0]!)),
    worker: async (told) => {
      if (told.length === 0) return spending(call('echo', {}));
      reached.open();
      await held.opened;
      return spending(say('too late'));
    },
  });
  const turn = await bench.client.startTurn('boss', 'go');
  await reached.opened;
  return { bench, turn, held };
}

const ASK = call('worker', { input: 'go' }, 'call_ask');

async function close(bench: TurnBench, held: { open: () => void }): Promise<void> {
  held.open();
  await bench.close();
}

test.each([
  ['cancelled by its id', 'cancelled', (bench: TurnBench, id: string) => bench.client.turn(id).cancel()],
  [
    'cancelled as a call',
    'cancelled',
    (bench: TurnBench, id: string) => bench.client.turn(id.slice(0, -4)).cancelCall('call_ask'),
  ],
  ['terminated', 'interrupted', terminate],
] as const)(
  'a sub-agent that is %s: its call is %s, and what it had spent counts',
  async (_what, outcome, end) => {
    const { bench, turn, held } = await waiting();
    try {
      await end(bench, `${turn.turnId}/1.0`);
      const result = await turn.result();
      expect(result).toMatchObject({
        outcome: 'completed',
        counts: { [outcome]: 1 },
        below: { turns: 1, toolCalls: 1 },
      });
      // The boss's two answers, and the worker's first.
      expect(result.usage.cost).toBeCloseTo(0.06, 10);
      const [told] = await turn.calls();
      expect(told?.usage?.cost).toBeCloseTo(0.02, 10);
    } finally {
      await close(bench, held);
    }
  },
  60_000,
);

test('a sub-agent that is terminated while one asks below it: both count, and the one below is cancelled', async () => {
  const { bench, turn, held } = await waiting((told) =>
    spending(told.length === 0 ? call('middle', { input: 'go' }, 'call_ask') : say(told[0]!)),
  );
  try {
    await terminate(bench, `${turn.turnId}/1.0`);
    const result = await turn.result();
    expect(result).toMatchObject({
      outcome: 'completed',
      counts: { interrupted: 1 },
      below: { turns: 2, toolCalls: 2 },
    });
    // Two answers of the boss, one of the middle, one of the worker.
    expect(result.usage.cost).toBeCloseTo(0.08, 10);
    expect(await bench.client.turn(`${turn.turnId}/1.0/1.0`).result()).toMatchObject({ outcome: 'cancelled' });
  } finally {
    await close(bench, held);
  }
}, 60_000);

test('a sub-agent whose workflow is deleted is told as terminated; what it spent is gone with it', async () => {
  const { bench, turn, held } = await waiting();
  try {
    const { connection } = bench.client.temporal;
    const workflowExecution = { workflowId: `${turn.turnId}/1.0` };
    await connection.workflowService.deleteWorkflowExecution({ namespace: bench.client.namespace, workflowExecution });
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { interrupted: 1 } });
  } finally {
    await close(bench, held);
  }
}, 60_000);

test('a cancelled parent counts what its sub-agents had spent', async () => {
  const { bench, turn, held } = await waiting();
  try {
    await turn.cancel();
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'cancelled', counts: { cancelled: 1 }, below: { turns: 1, toolCalls: 1 } });
    expect(result.usage.cost).toBeCloseTo(0.04, 10);
  } finally {
    await close(bench, held);
  }
}, 60_000);

test('a terminated parent: its sub-agent is cancelled, and both say so', async () => {
  const { bench, turn, held } = await waiting();
  try {
    await terminate(bench, turn.turnId);
    const below = bench.client.turn(`${turn.turnId}/1.0`);
    expect(await below.result()).toMatchObject({ outcome: 'cancelled', counts: { ok: 1 } });
    expect(await turn.result()).toMatchObject({
      outcome: 'failed',
      error: { code: 'terminated' },
      counts: { interrupted: 1 },
    });
  } finally {
    await close(bench, held);
  }
}, 60_000);

function terminate({ client }: TurnBench, turnId: string) {
  return client.temporal.workflow.getHandle(turnId).terminate('by a test');
}
