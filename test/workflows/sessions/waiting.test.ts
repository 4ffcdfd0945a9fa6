/** Turns of a session that wait for those before them, on a real server, as handles of any process see them. */
import { randomUUID } from 'node:crypto';
import { connect, TurnNotBegunError, TurnNotFoundError } from '../../../src/client.js';
import { calls, say } from '../../../src/testing.js';
import { turnBench } from '../../harness/turn-bench.js';
import { waitTool } from './wait-tool.js';

const CALL = calls({ id: 'call_wait', name: 'wait', arguments: {} });

test('one that is cancelled while it waits asks the model nothing; its words stay said', async () => {
  const { tool, begun, letGo } = waitTool();
  const bench = await turnBench({ tools: [tool], model: { script: [CALL, say('one'), say('three')] } });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    await session.send('first');
    await begun;
    const second = await session.send('second');
    const third = await session.send('third');
    await second.cancel();
    await second.cancel();
    letGo();
    expect(await second.result()).toMatchObject({ outcome: 'cancelled', steps: 0, counts: {} });
    expect(await third.result()).toMatchObject({ outcome: 'completed', output: 'three' });
    expect(bench.model.requests).toHaveLength(3);
    const { messages } = bench.model.requests[2]!.body as { messages: { role: string; content: string }[] };
    expect(messages.slice(-3).map(({ role, content }) => [role, content])).toEqual([
      ['assistant', 'one'],
      ['user', 'second'],
      ['user', 'third'],
    ]);
    expect((await session.turns()).map(({ state }) => state)).toEqual(['completed', 'cancelled', 'completed']);
    // The status in Temporal UI is the one of any cancelled turn.
    const { status } = await bench.client.temporal.workflow.getHandle(second.turnId).describe();
    expect(status.name).toBe('CANCELLED');
  } finally {
    await bench.close();
  }
}, 60_000);

test('another process waits for it by its id alone; one that was never given is not found', async () => {
  const { tool, begun, letGo } = waitTool();
  const bench = await turnBench({ tools: [tool], model: { script: [CALL, say('one'), say('two')] } });
  const elsewhere = await connect({ address: bench.address });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    await session.send('first');
    await begun;
    const { turnId } = await session.send('second');
    const turn = elsewhere.turn(turnId);
    const events = turn.events();
    const first = events.next();
    const result = turn.result();
    await expect(turn.view()).rejects.toThrow(TurnNotBegunError);
    await expect(turn.steer('quick')).rejects.toThrow(TurnNotBegunError);
    letGo();
    expect((await first).value).toMatchObject({ type: 'turn-started' });
    expect(await result).toMatchObject({ outcome: 'completed', output: 'two' });
    await events.return(undefined);

    for (const unknown of [`${session.sessionId}/3`, `${randomUUID()}/1`]) {
      await expect(elsewhere.turn(unknown).result()).rejects.toThrow(TurnNotFoundError);
    }
    await expect(session.turn(99).result()).rejects.toThrow(TurnNotFoundError);
  } finally {
    await elsewhere.close();
    await bench.close();
  }
}, 60_000);
