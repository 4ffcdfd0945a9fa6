/** Events are read whole, however the bytes of the body are cut, and a body that breaks off says so. */
import fc from 'fast-check';
import { AnswerTooLarge } from '../../src/models/answer-faults.js';
import { serverSentEvents, type ServerSentEvent } from '../../src/models/server-sent-events.js';

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}
async function read(text: string, sizes: readonly number[] = []): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of serverSentEvents(cut(new TextEncoder().encode(text), sizes))) events.push(event);
  return events;
}

test('names, data of several lines, comments and fields of no meaning', async () => {
  const text = ': alive\n\nevent: error\ndata: {"a":\ndata:1}\nid: 7\n\ndata\n\ndata:  x\n\n: end\n\n';
  expect(await read(text)).toEqual([
    { event: 'error', data: '{"a":\n1}', whole: true },
    { event: '', data: '', whole: true },
    { event: '', data: ' x', whole: true },
  ]);
});

test('an event at the end of the body is told; one that was cut is not whole', async () => {
  expect(await read('data: a\n')).toEqual([{ event: '', data: 'a', whole: true }]);
  expect(await read('data: a\n\ndata: {"b')).toEqual([
    { event: '', data: 'a', whole: true },
    { event: '', data: '{"b', whole: false },
  ]);
});

test('wherever the bytes are cut, and whatever ends a line, the events are the same', async () => {
  const events = ['é', '{"x":"😀"}', 'two\nlines', '[DONE]'];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(9), { maxLength: 40 }), fc.constantFrom('\n', '\r\n', '\r'), async (sizes, nl) => {
      const text = events.map((data) => `data: ${data.replaceAll('\n', `${nl}data: `)}${nl}${nl}`).join('');
      expect((await read(text, sizes)).map(({ data }) => data)).toEqual(events);
    }),
    { seed: 3, numRuns: 300 },
  );
});

test('a line without an end is not kept for ever', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield new Uint8Array(1_000_000).fill(120);
  }
  await expect(serverSentEvents(endless()).next()).rejects.toThrow(AnswerTooLarge);
});

test('an event without an end is not kept for ever either', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield new TextEncoder().encode(`data: ${'x'.repeat(10_000)}\n`.repeat(50));
  }
  await expect(serverSentEvents(endless()).next()).rejects.toThrow(AnswerTooLarge);
});

test('a blank line is told apart from the second half of a line end that came in two pieces', async () => {
  expect(await read('data: a\r\n\ndata: b\r\n\n', [8, 1])).toEqual([
    { event: '', data: 'a', whole: true },
    { event: '', data: 'b', whole: true },
  ]);
});
