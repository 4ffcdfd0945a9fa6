/** What streaming costs and can't cost: heartbeats, their size, requests, memory of slow watchers, bytes of history. */
import { fetchEvents } from '../../../src/history/fetch-events.js';
import { MOST_TAIL_BYTES } from '../../../src/contract/text-preview.js';
import { MOST_KNOWN } from '../../../src/client/known-text.js';
import { heard, rest, streamingBench, type SentHeartbeat, type StreamingBench } from '../../harness/streaming-bench.js';

let bench: StreamingBench;
afterEach(() => bench.close());

const gaps = (heartbeats: readonly SentHeartbeat[]) => heartbeats.slice(1).map(({ at }, i) => at - heartbeats[i]!.at);
/** Timers may fire a little early. */
const EARLY_MS = 2;

test('an answer of 200 KB: small and few heartbeats, and a slow watcher gets its end in one piece', async () => {
  bench = await streamingBench();
  const turn = await bench.client.startTurn('tester', 'hello', { stream: true });
  const slow = turn.events();
  const quick = turn.events();
  const spoken = await bench.speaker.asked(1);
  await spoken.say('begin');
  await heard(slow, 'begin');
  const began = performance.now();
  // 40 pieces of 5 KB, each heard by the quick watcher, while the slow one does not read.
  const piece = 'word '.repeat(998);
  for (let i = 10; i < 50; i += 1) {
    await spoken.say(`${piece}piece ${i}. `);
    await heard(quick, `piece ${i}. `);
  }
  const ms = performance.now() - began;
  const [caughtUp, ...more] = await heard(slow, 'piece 49. ');
  expect(more).toEqual([]);
  const units = 40 * 5_000 - (caughtUp?.missing ?? 0);
  expect(caughtUp?.text).toHaveLength(units);
  expect(units).toBeLessThanOrEqual(MOST_KNOWN);
  await spoken.end('end');
  await turn.result();

  const tails = bench.heartbeats.flatMap(({ details }) => details.preview?.tail ?? []);
  expect(tails.length).toBeGreaterThanOrEqual(40);
  for (const tail of tails) expect(Buffer.byteLength(JSON.stringify(tail))).toBeLessThanOrEqual(MOST_TAIL_BYTES);
  expect(Math.min(...gaps(bench.heartbeats))).toBeGreaterThan(100 - EARLY_MS);
  expect(bench.heartbeats.length).toBeLessThanOrEqual(ms / (100 - EARLY_MS) + 3);
});

test('without `stream` nothing is streamed from the service, nobody polls, and heartbeats are 2 s apart', async () => {
  bench = await streamingBench();
  const { turnId } = await bench.client.startTurn('tester', 'hello');
  const { client, describes } = await bench.another();
  const events = rest(client.turn(turnId).events());
  const spoken = await bench.speaker.asked(1);
  await spoken.say('Hello');
  await bench.beaten(2);
  await spoken.end('.');
  expect((await events).map((event) => event.type)).not.toContain('text-delta');
  expect(spoken.streamed).toBe(false);
  expect(bench.heartbeats.some(({ details }) => details.preview)).toBe(false);
  expect(Math.min(...gaps(bench.heartbeats))).toBeGreaterThan(2_000 - EARLY_MS);
  // The one that looks the turn up.
  expect(describes()).toBe(1);
});

/** Number of events, and bytes of the payloads in them; ids and times, which differ from turn to turn, are none. */
async function historyOf(turnId: string) {
  const { connection, workflow } = bench.client.temporal;
  const { namespace } = workflow.options;
  let events = 0;
  let bytes = 0;
  for await (const event of fetchEvents({ connection, namespace, turnId, runId: '' })) {
    events += 1;
    bytes += payloadBytes(event);
  }
  return { events, bytes };
}

function payloadBytes(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0;
  return Object.entries(value).reduce((sum, [key, field]: [string, unknown]) => {
    // What the SDK notes of local activities holds times.
    if (key === 'details') return sum;
    if (key !== 'payloads') return sum + payloadBytes(field);
    return sum + (field as { data: Uint8Array }[]).reduce((all, { data }) => all + data.length, 0);
  }, 0);
}

test('history grows by the flag alone: 14 bytes in the input of the turn, and in that of each model call', async () => {
  bench = await streamingBench();
  const play = async (number: number, stream: boolean) => {
    const turn = await bench.client.startTurn('tester', 'hello', { stream });
    const spoken = await bench.speaker.asked(number);
    await spoken.say('Once upon a time. ');
    if (stream) await heard(turn.events(), 'time. ');
    await spoken.end('The end.');
    expect(await turn.result()).toMatchObject({ output: 'Once upon a time. The end.' });
    return historyOf(turn.turnId);
  };
  const without = await play(1, false);
  const streamed = await play(2, true);
  expect(bench.heartbeats.some(({ details }) => details.preview)).toBe(true);
  expect(streamed).toEqual({ events: without.events, bytes: without.bytes + 2 * ',"stream":true'.length });
});

test('cancelling a turn that streams drops the request', async () => {
  bench = await streamingBench();
  const turn = await bench.client.startTurn('tester', 'hello', { stream: true });
  const events = turn.events();
  const spoken = await bench.speaker.asked(1);
  await spoken.say('Once');
  await heard(events, 'Once');
  await turn.cancel();
  await spoken.gone;
  const last = await rest(events);
  expect(last.at(-1)).toMatchObject({ type: 'turn-finished', result: { outcome: 'cancelled' } });
  expect(bench.speaker.requests).toBe(1);
});
