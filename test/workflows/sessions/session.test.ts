/** A conversation on a real server: each turn goes on from all that was said, whatever becomes of the turn before. */
import { randomUUID } from 'node:crypto';
import { connect } from '../../../src/client.js';
import { say } from '../../../src/testing.js';
import { turnBench } from '../../harness/turn-bench.js';

test('the next turn is asked with all that was said before', async () => {
  const bench = await turnBench({ model: { script: [say('Hello Ann.'), say('Ann.')] } });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    const first = await session.send('I am Ann.');
    expect(first.turnId).toBe(`${session.sessionId}/1`);
    expect(await first.result()).toMatchObject({ outcome: 'completed', output: 'Hello Ann.' });
    const second = await session.send('Who am I?');
    expect(await second.result()).toMatchObject({ outcome: 'completed', output: 'Ann.' });
    const said = (bench.model.requests[1]!.body as { messages: { role: string; content: string }[] }).messages;
    expect(said.map(({ role, content }) => [role, content])).toEqual([
      ['system', 'You are tested.'],
      ['user', 'I am Ann.'],
      ['assistant', 'Hello Ann.'],
      ['user', 'Who am I?'],
    ]);
    expect(await second.transcript()).toHaveLength(4);
    expect((await session.turns()).map(({ turn, state }) => [turn, state])).toEqual([
      [1, 'completed'],
      [2, 'completed'],
    ]);
  } finally {
    await bench.close();
  }
}, 60_000);

test('50 messages at once during a turn are each one turn, in the order of their numbers', async () => {
  const bench = await turnBench({
    model: { script: Array.from({ length: 51 }, (_, i) => say(`answer ${i + 1}`)), latencyMs: 100 },
  });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    await session.send('first');
    const turns = await Promise.all(Array.from({ length: 50 }, (_, i) => session.send(`message ${i}`)));
    expect(new Set(turns.map((turn) => turn.turnId)).size).toBe(50);
    const last = turns.find((turn) => turn.turnId.endsWith('/51'))!;
    expect(await last.result()).toMatchObject({ outcome: 'completed', output: 'answer 51' });
    expect(await last.transcript()).toHaveLength(102);
  } finally {
    await bench.close();
  }
}, 120_000);

test('large messages of several clients at once, over 4 MB in all, are each taken', async () => {
  const COUNT = 4;
  const bench = await turnBench({ model: { script: Array.from({ length: COUNT }, () => say('long indeed')) } });
  const clients = await Promise.all(
    Array.from({ length: COUNT }, () => connect({ address: bench.address, taskQueue: bench.taskQueue })),
  );
  try {
    const sessionId = `s-${randomUUID()}`;
    const turns = await Promise.all(
      clients.map((client, i) => client.session('tester', sessionId).send(`${i}`.repeat(1_300_000))),
    );
    expect(new Set(turns.map((turn) => turn.turnId)).size).toBe(COUNT);
    const last = turns.find((turn) => turn.turnId.endsWith(`/${COUNT}`))!;
    expect(await last.result()).toMatchObject({ outcome: 'completed' });
    expect(await last.transcript()).toHaveLength(2 * COUNT);
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await bench.close();
  }
}, 180_000);
