/** Closing a client on a real server: whatever waits in it rejects at once with one typed error, and the turn goes on. */
import { randomUUID } from 'node:crypto';
import { ClientClosedError, connect } from '../../../src/client.js';
import { heard, streamingBench } from '../../harness/streaming-bench.js';
import { testAddress } from '../../harness/turn-bench.js';

test('results and events that are waited for reject when the client is closed, and so does all that comes after', async () => {
  const client = await connect({ address: testAddress(), taskQueue: `nobody-${randomUUID()}`, environment: false });
  const turn = await client.startTurn('tester', 'hi');
  const events = turn.events();
  expect((await events.next()).value).toMatchObject({ type: 'turn-started' });
  const waiting = [turn.result(), client.turn(turn.turnId).result(), events.next()];
  // Only a poll that has begun says anything: all three wait for history now.
  await client.pollers();
  await Promise.all([client.close(), client.close()]);
  for (const one of waiting) await expect(one).rejects.toBeInstanceOf(ClientClosedError);

  await client.close();
  const later = [turn.view(), turn.cancel(), client.startTurn('tester', 'hi'), client.list(), client.pollers()];
  for (const one of later) await expect(one).rejects.toThrow('the client was closed while');

  const other = await connect({ address: testAddress(), environment: false });
  expect((await other.turn(turn.turnId).view()).status).toBe('running');
  await other.temporal.workflow.getHandle(turn.turnId).terminate();
  await other.close();
});

test('a reader that is busy with a text while the client is closed is told when it asks for more', async () => {
  const bench = await streamingBench();
  try {
    const turn = await bench.client.startTurn('tester', 'hello', { stream: true });
    const { client } = await bench.another();
    const events = client.turn(turn.turnId).events();
    const spoken = await bench.speaker.asked(1);
    await spoken.say('One, ');
    await heard(events, 'One, ');
    await client.close();
    await expect(events.next()).rejects.toBeInstanceOf(ClientClosedError);
    await spoken.end('two.');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'One, two.' });
  } finally {
    await bench.close();
  }
});
