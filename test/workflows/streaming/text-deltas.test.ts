/** A turn that streams: what watchers are told, when, and in which order. */
import type { TurnEvent } from '../../../src/client.js';
import { heard, rest, streamingBench, type StreamingBench } from '../../harness/streaming-bench.js';

let bench: StreamingBench;
afterEach(() => bench.close());

const textsOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.type === 'text-delta' ? event.text : [])).join('');

test('text comes while the model speaks, before its message, and never after it', async () => {
  bench = await streamingBench();
  const turn = await bench.client.startTurn('tester', 'hello', { stream: true });
  const events = turn.events();
  const spoken = await bench.speaker.asked(1);
  expect(spoken.streamed).toBe(true);
  await spoken.say('One, ');
  const first = await heard(events, 'One, ');
  expect(first[0]).toMatchObject({ type: 'text-delta', step: 1, attempt: 1, at: expect.any(Number) as number });
  await spoken.say('two, \u{1F600} ');
  const second = await heard(events, '\u{1F600} ');
  await spoken.end('three.');
  const last = await rest(events);
  const whole = textsOf([...first, ...second, ...last]);
  expect('One, two, \u{1F600} three.'.startsWith(whole)).toBe(true);
  expect(last.flatMap((event) => (event.type === 'text-delta' ? [] : event.type))).toEqual([
    'message',
    'step-finished',
    'turn-finished',
  ]);
  expect(last.findLastIndex((event) => event.type === 'text-delta')).toBeLessThan(
    last.findIndex((event) => event.type === 'message'),
  );
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'One, two, \u{1F600} three.' });
});

test('who attaches late, in another process, is told the text so far in one piece', async () => {
  bench = await streamingBench();
  const turn = await bench.client.startTurn('tester', 'hello', { stream: true });
  const early = turn.events();
  const spoken = await bench.speaker.asked(1);
  await spoken.say('a'.repeat(3_000));
  await heard(early, 'a');
  await spoken.say(`${'b'.repeat(7_000)}END`);
  await heard(early, 'END');
  const { client } = await bench.another();
  const late = await heard(client.turn(turn.turnId).events(), 'END');
  const [delta] = late;
  // A tail holds 8 KB as JSON, of which the quotes are 2, so the beginning is gone.
  expect({ deltas: late.length, units: delta?.text.length, missing: delta?.missing }).toEqual({
    deltas: 1,
    units: 8_190,
    missing: 10_003 - 8_190,
  });
  expect(delta).not.toHaveProperty('restart');
  await spoken.end();
});

test('a retry begins anew, under the number of its attempt', async () => {
  bench = await streamingBench();
  const turn = await bench.client.startTurn('tester', 'hello', { stream: true });
  const events = turn.events();
  const first = await bench.speaker.asked(1);
  await first.say('Once upon');
  expect((await heard(events, 'upon'))[0]).toMatchObject({ attempt: 1 });
  first.breakOff();
  const second = await bench.speaker.asked(2);
  await second.say('Long ago');
  expect(await heard(events, 'ago')).toMatchObject([{ attempt: 2, restart: true, text: 'Long ago' }]);
  await second.end('.');
  expect(await turn.result()).toMatchObject({ output: 'Long ago.' });
  // The fault is counted although the preview shares the heartbeat with the count.
  expect(bench.heartbeats.at(-1)?.details.faults).toBe(1);
});

test('two watchers in one process share a poller; nobody asks when nobody watches', async () => {
  bench = await streamingBench();
  const { turnId } = await bench.client.startTurn('tester', 'hello', { stream: true });
  const spoken = await bench.speaker.asked(1);
  await spoken.say('x');
  const alone = await bench.another();
  const crowd = await bench.another();
  const lonely = alone.client.turn(turnId).events();
  const many = Array.from({ length: 10 }, () => crowd.client.turn(turnId).events());
  await Promise.all([lonely, ...many].map((events) => heard(events, 'x')));
  // Each watcher looks the turn up once.
  const before = { alone: alone.describes() - 1, crowd: crowd.describes() - 10 };
  for (let piece = 0; piece < 8; piece += 1) {
    await spoken.say(`${piece}`);
    await Promise.all([lonely, ...many].map((events) => heard(events, `${piece}`)));
  }
  const asked = { alone: alone.describes() - 1 - before.alone, crowd: crowd.describes() - 10 - before.crowd };
  expect(asked.crowd).toBeGreaterThanOrEqual(8);
  expect(asked.crowd).toBeLessThan(2 * asked.alone + 8);
  await Promise.all([lonely, ...many].map((events) => events.return(undefined)));
  const left = crowd.describes();
  await spoken.end();
  await bench.client.turn(turnId).result();
  expect(crowd.describes()).toBe(left);
});

test('who aborts in the middle of a text is let go at once, with the reason, and asks no more', async () => {
  bench = await streamingBench();
  const turn = await bench.client.startTurn('tester', 'hello', { stream: true });
  const { client, describes } = await bench.another();
  const left = new AbortController();
  const events = client.turn(turn.turnId).events({ signal: left.signal });
  const spoken = await bench.speaker.asked(1);
  await spoken.say('Once');
  await heard(events, 'Once');
  const waiting = events.next();
  left.abort(new Error('I must go'));
  await expect(waiting).rejects.toThrow('I must go');
  const asked = describes();
  await spoken.end('.');
  await turn.result();
  expect(describes()).toBe(asked);
});
