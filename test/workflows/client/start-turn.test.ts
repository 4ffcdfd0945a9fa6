/** Starting turns on a real server: idempotent by id, typed errors before anything is sent, lists and pollers. */
import { randomUUID } from 'node:crypto';
import { connect, InputRefusedError, InputTooLargeError, TurnOptionError } from '../../../src/client.js';
import { say } from '../../../src/testing.js';
import { testAddress, turnBench } from '../../harness/turn-bench.js';

test('starting again with a turn id attaches, while it runs and after it has ended', async () => {
  const bench = await turnBench({ model: { script: [say('once')] } });
  try {
    const turnId = `order-${randomUUID()}`;
    const start = () => bench.client.startTurn('tester', 'hi', { turnId });
    const turns = await Promise.all([start(), start(), start()]);
    expect(turns.map((turn) => turn.turnId)).toEqual([turnId, turnId, turnId]);
    const results = await Promise.all(turns.map((turn) => turn.result()));
    const after = await (await start()).result();
    expect(results).toEqual([after, after, after]);
    expect(after).toMatchObject({ outcome: 'completed', output: 'once' });
    expect(bench.model.requests).toHaveLength(1);
  } finally {
    await bench.close();
  }
});

test('turns are listed by status and by agent, with their times', async () => {
  const bench = await turnBench({ model: { script: [say('a')] } });
  const waiting = await connect({ address: bench.address, taskQueue: `nobody-${randomUUID()}`, environment: false });
  try {
    const done = await bench.client.startTurn('tester', 'hi', { memo: { order: 42 } });
    await done.result();
    const agent = `agent-${randomUUID()}`;
    const open = await waiting.startTurn(agent, 'hi');

    const listed = await listedWhen(waiting, { agent }, open.turnId);
    expect(listed).toEqual({ turnId: open.turnId, agent, status: 'running', startedAt: expect.any(Number) });
    expect(await listedWhen(waiting, { status: 'completed', limit: 1_000 }, done.turnId)).toMatchObject({
      agent: 'tester',
      status: 'completed',
      closedAt: expect.any(Number),
    });
    expect((await waiting.list({ status: 'completed', limit: 1_000 })).map((one) => one.turnId)).not.toContain(
      open.turnId,
    );
    for (const bad of [{ limit: 0 }, { stauts: 'running' }, null]) {
      await expect(waiting.list(bad as never)).rejects.toBeInstanceOf(TurnOptionError);
      await expect(waiting.schedules.list(bad as never)).rejects.toBeInstanceOf(TurnOptionError);
    }

    const described = await bench.client.temporal.workflow.getHandle(done.turnId).describe();
    expect(described.memo).toEqual({ order: 42, everycallAgent: 'tester' });
    expect(await described.staticSummary()).toBe('tester');

    expect(await bench.client.pollers()).toBeGreaterThan(0);
    expect(await waiting.pollers()).toBe(0);
    await bench.client.temporal.workflow.getHandle(open.turnId).terminate();
  } finally {
    await waiting.close();
    await bench.close();
  }
});

test('what can not be started is refused before anything is sent', async () => {
  const client = await connect({ address: testAddress(), environment: false });
  try {
    const turnId = `never-${randomUUID()}`;
    const call = { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' };
    await expect(client.startTurn('tester', [call], { turnId })).rejects.toBeInstanceOf(InputRefusedError);
    await expect(client.startTurn('tester', 'x'.repeat(2_000_000), { turnId })).rejects.toBeInstanceOf(
      InputTooLargeError,
    );
    await expect(client.startTurn('', 'hi', { turnId })).rejects.toBeInstanceOf(TurnOptionError);
    await expect(client.startTurn('tester', 'hi', { turnId, memo: { everycallX: 1 } })).rejects.toBeInstanceOf(
      TurnOptionError,
    );
    await expect(client.turn(turnId).view()).rejects.toThrow('there is no turn');
    const largest = await client.startTurn('tester', 'x'.repeat(1_890_000), { turnId });
    expect((await largest.view()).status).toBe('running');
    await client.temporal.workflow.getHandle(turnId).terminate();
  } finally {
    await client.close();
  }
});

/** Visibility lags behind by up to a second: asks until the turn is listed. */
async function listedWhen(
  client: Awaited<ReturnType<typeof connect>>,
  options: Parameters<typeof client.list>[0],
  turnId: string,
) {
  const until = Date.now() + 10_000;
  for (;;) {
    const found = (await client.list(options)).find((one) => one.turnId === turnId);
    if (found || Date.now() > until) return found;
  }
}
