/**
 * What other ways of running agents on Temporal were measured to get wrong (docs/why.md), each as a test that passes
 * here. Approvals in sub-agents belong to a later version.
 */
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { calls, insufficientQuota, say } from '../../src/testing.js';
import { numbered, numberedCall, toldIn } from '../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../harness/turn-bench.js';

async function rawHistory(bench: TurnBench, turnId: string) {
  const connection = await Connection.connect({ address: bench.address });
  try {
    const history = await new Client({ connection }).workflow.getHandle(turnId).fetchHistory();
    return history.events ?? [];
  } finally {
    await connection.close();
  }
}

test('one failed call of two: the run goes on and the finished sibling keeps its result', async () => {
  const tool = numbered((n) => (n === 1 ? Promise.reject(new Error('broken pipe')) : `fine ${n}`));
  const bench = await turnBench({
    tools: [tool],
    model: { script: [calls(numberedCall(0), numberedCall(1)), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1, error: 1 } });
    expect(toldIn(bench.model, 2).map((message) => message.content)).toEqual(['fine 0', 'Error: broken pipe']);
  } finally {
    await bench.close();
  }
});

test('an unknown tool name: the model is told which tools exist, and the run goes on', async () => {
  const bench = await turnBench({
    tools: [numbered((n) => n)],
    model: { script: [calls({ id: 'a', name: 'nonesuch', arguments: {} }), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { unknown_tool: 1 } });
    expect(toldIn(bench.model, 2)[0]!.content).toContain('The tools that exist are: numbered');
  } finally {
    await bench.close();
  }
});

test('retries end: at once where trying again can’t help', async () => {
  const bench = await turnBench({
    model: { script: [say('never')], faults: [{ on: 'every', fault: insufficientQuota() }] },
    refusals: true,
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'failed', error: { code: 'insufficient_quota' } });
    expect(bench.model.requests).toHaveLength(1);
  } finally {
    await bench.close();
  }
});

test('a failed tool tells the model its own message, not that an activity task failed', async () => {
  const tool = numbered(() => Promise.reject(new Error('card 4 is expired')));
  const bench = await turnBench({ tools: [tool], model: { script: [calls(numberedCall(0)), say('done')] } });
  try {
    await (await bench.client.startTurn('tester', 'go')).result();
    const { content } = toldIn(bench.model, 2)[0]!;
    expect(content).toBe('Error: card 4 is expired');
    expect(content).not.toMatch(/activity/i);
  } finally {
    await bench.close();
  }
});

test('a 400 KB chat with 20 calls of 5 KB makes under 700,000 bytes of history, and no chat in any tool activity', async () => {
  const tool = numbered((n) => `${n}`.padEnd(5_000, 'r'));
  const asks = Array.from({ length: 20 }, (_, n) => calls(numberedCall(n)));
  const chat = 'c'.repeat(400_000);
  const bench = await turnBench({
    tools: [tool],
    agent: { limits: { steps: 30, tokens: 100_000_000 } },
    model: { script: [...asks, say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', chat);
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 20 } });
    const { history } = await turn.view();
    expect(history.bytes).toBeLessThan(700_000);
    const events = await rawHistory(bench, turn.turnId);
    const scheduled = events
      .map((event) => event.activityTaskScheduledEventAttributes)
      .filter((attributes) => attributes);
    expect(scheduled).toHaveLength(41);
    const inputs = scheduled.map((attributes) => attributes!.input!.payloads!.reduce((n, p) => n + p.data!.length, 0));
    expect(Math.max(...inputs)).toBeLessThan(1_000);
  } finally {
    await bench.close();
  }
});

test('cancelling ends the model call', async () => {
  const bench = await turnBench({ model: { script: [say('never')] } });
  bench.model.hold();
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    await bench.model.requestArrived(1);
    await turn.cancel();
    expect((await bench.model.requestClosed(1)).aborted).toBe(true);
    expect((await turn.result()).outcome).toBe('cancelled');
  } finally {
    await bench.close();
  }
});

test('tools get the call id and an idempotency key: one for all attempts, another for each call', async () => {
  const seen: { callId: string; key: string; attempt: number }[] = [];
  const tool = defineTool({
    name: 'charge',
    description: 'Charges.',
    parameters: z.object({ n: z.number() }),
    retry: { initialInterval: 10 },
    execute: (_, { callId, idempotencyKey, attempt }) => {
      seen.push({ callId, key: idempotencyKey, attempt });
      if (callId === 'call_a' && attempt === 1) throw new Error('try again');
      return 'charged';
    },
  });
  const bench = await turnBench({
    tools: [tool],
    model: {
      script: [calls(numberedCall(1, 'call_a', 'charge'), numberedCall(1, 'call_b', 'charge')), say('done')],
    },
  });
  try {
    await (await bench.client.startTurn('tester', 'go')).result();
    const keys = (id: string) => seen.filter((one) => one.callId === id).map((one) => one.key);
    expect(keys('call_a')).toHaveLength(2);
    expect(new Set(keys('call_a')).size).toBe(1);
    expect(new Set(seen.map((one) => one.key)).size).toBe(2);
  } finally {
    await bench.close();
  }
});
