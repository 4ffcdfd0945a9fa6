/** SIGKILL of the only worker in the middle of a streamed answer: the next attempt streams anew, and the result is right. */
import { fetchEvents } from '../../../src/history/fetch-events.js';
import { startSpeaker, type Speaker } from '../../harness/speaker.js';
import { heard, rest } from '../../harness/streaming-bench.js';
import { faultBench, type FaultBench } from './fault-bench.js';

let bench: FaultBench;
let speaker: Speaker;
afterEach(async () => {
  await bench.close();
  await speaker.close();
});

test('a watcher is told that the text begins anew, and history holds no part of the lost one', async () => {
  speaker = await startSpeaker();
  bench = await faultBench({ worker: { baseURL: speaker.baseURL, api: 'responses' } });
  const first = await bench.worker();
  const turn = await bench.client.startTurn('tester', 'hello', { stream: true });
  const events = turn.events();
  const lost = await speaker.asked(1);
  // More than a tail, so that a full one is in the last heartbeat.
  await lost.say(`${'LOST'.repeat(2_500)} upon a time`);
  await heard(events, 'upon a time');
  await first.kill();
  await lost.gone;
  await bench.worker();
  const kept = await speaker.asked(2);
  await kept.say('Long ago');
  const [anew] = await heard(events, 'Long ago');
  expect(anew).toMatchObject({ attempt: 2, restart: true, text: 'Long ago' });
  await kept.end('.');
  const told = await rest(events);
  expect(told.find((event) => event.type === 'message')).toMatchObject({ text: 'Long ago.' });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'Long ago.' });

  const { connection } = bench.client.temporal;
  const { namespace } = bench.client;
  let lostBytes = 0;
  for await (const event of fetchEvents({ connection, namespace, turnId: turn.turnId, runId: '' })) {
    lostBytes += lostIn(event);
  }
  expect(lostBytes).toBe(0);
}, 45_000);

/** Bytes of payloads that hold the lost text, anywhere in a value. */
function lostIn(value: unknown): number {
  if (value instanceof Uint8Array) return Buffer.from(value).includes('LOSTLOST') ? value.length : 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, field) => sum + lostIn(field), 0);
}
