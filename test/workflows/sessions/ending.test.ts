/** A session that ends, on a real server, at the worst moments; and ids that are not of a session. */
import { randomUUID } from 'node:crypto';
import { SessionNotFoundError, TurnNotFoundError } from '../../../src/client.js';
import { calls, say } from '../../../src/testing.js';
import { turnBench } from '../../harness/turn-bench.js';
import { waitTool } from './wait-tool.js';

const CALL = calls({ id: 'call_wait', name: 'wait', arguments: {} });

test('ended while a turn is being told a message: where that fails the message has a turn, and the session ends after it', async () => {
  const { tool, begun, letGo } = waitTool();
  const bench = await turnBench({ tools: [tool], model: { script: [CALL, say('one'), say('two')] } });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    const first = await session.send('wait');
    await begun;
    // Both reach the session in one task: the signal to the turn is taken back by the cancel before it is sent.
    await bench.worker!.shutdown();
    const steered = session.send('and this', { onBusy: 'steer', messageId: 'm-2' });
    const again = session.send('and this', { onBusy: 'steer', messageId: 'm-2' });
    const handle = bench.client.temporal.workflow.getHandle(session.sessionId);
    await handle.cancel();
    letGo();
    await bench.startWorker();
    const turn = await steered;
    expect(turn.turnId).toBe(`${session.sessionId}/2`);
    expect((await again).turnId).toBe(turn.turnId);
    expect(await first.result()).toMatchObject({ outcome: 'completed', output: 'one' });
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'two' });
    await handle.result();
    expect(await session.transcript()).toHaveLength(6);
  } finally {
    await bench.close();
  }
}, 90_000);

test('the id of a turn is no session, running or over, and the id of a session no turn', async () => {
  const { tool, begun, letGo } = waitTool();
  const bench = await turnBench({ tools: [tool], model: { script: [CALL, say('done'), say('hello')] } });
  try {
    const turn = await bench.client.startTurn('tester', 'wait', { turnId: `t-${randomUUID()}` });
    await begun;
    const session = bench.client.session('tester', turn.turnId);
    const noSession = { name: SessionNotFoundError.name, workflowType: 'agentTurn' };
    await expect(session.send('hi')).rejects.toMatchObject(noSession);
    letGo();
    await turn.result();
    await expect(session.send('hi')).rejects.toMatchObject(noSession);

    const talk = bench.client.session('tester', `s-${randomUUID()}`);
    await (await talk.send('hi')).result();
    const taken = await bench.client.startTurn('tester', 'hi', { turnId: talk.sessionId });
    await expect(taken.result()).rejects.toMatchObject({ name: TurnNotFoundError.name, workflowType: 'agentSession' });
  } finally {
    await bench.close();
  }
}, 60_000);
