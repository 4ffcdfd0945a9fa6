import { idleBound, StreamIdle } from '../../src/models/idle-bound.js';

/** A stream that sends the events and then falls silent, until it is aborted. */
function silentAfter(events: readonly number[]) {
  const controller = new AbortController();
  const stream = {
    controller,
    async *[Symbol.asyncIterator]() {
      yield* events;
      await new Promise((_, reject) => controller.signal.addEventListener('abort', () => reject(new Error('aborted'))));
    },
  };
  return stream;
}

async function read(stream: AsyncIterable<number>): Promise<{ events: number[]; error?: unknown }> {
  const events: number[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events };
  } catch (error) {
    return { events, error };
  }
}

async function* ending(error?: Error) {
  yield* [1, 2];
  if (error) throw error;
}

test('the events of a stream come through in order', async () => {
  expect(await read(idleBound(ending(), 1_000))).toEqual({ events: [1, 2] });
});

test('a silent stream ends as a fault that says after how much, and its request is aborted', async () => {
  const stream = silentAfter([1]);
  const { events, error } = await read(idleBound(stream, 20));
  expect(events).toEqual([1]);
  expect(error).toBeInstanceOf(StreamIdle);
  expect(error).toMatchObject({ code: 'stream_idle', message: expect.stringContaining('0.02 s after 1 event') });
  expect(stream.controller.signal.aborted).toBe(true);
});

test('a stream that fails keeps its own error', async () => {
  const cut = new TypeError('terminated');
  expect(await read(idleBound(ending(cut), 1_000))).toEqual({ events: [1, 2], error: cut });
});

test('a reader that stops early ends the stream', async () => {
  let ended = false;
  async function* source() {
    try {
      yield* [1, 2, 3];
    } finally {
      ended = true;
    }
  }
  for await (const event of idleBound(source(), 1_000)) if (event === 1) break;
  expect(ended).toBe(true);
});
