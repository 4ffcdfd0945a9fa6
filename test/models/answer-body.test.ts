/** Streams are known by how they begin, and nothing of a body is lost on the way. */
import { answerBody } from '../../src/models/answer-body.js';

const bytes = new TextEncoder();

/** A response with these pieces. */
function sent(type: string, ...texts: readonly string[]): Response {
  const left = texts.map((text) => bytes.encode(text));
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': type } });
}

async function read(response: Response): Promise<{ streams: boolean; text: string }> {
  const { streams, bytes: body } = await answerBody(response);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return { streams, text: Buffer.concat(pieces).toString() };
}

test.each<[string, readonly string[], boolean]>([
  ['application/json', ['data: {"a":1}\n\n', 'data: [DONE]\n\n'], true],
  ['application/json', ['d', 'a', 't', 'a', ': {"a":1}\n\n'], true],
  ['application/json; charset=utf-8', ['event: response.created\ndata: {}\n\n'], true],
  ['text/html', [': keep-alive\n\n', 'data: {}\n\n'], true],
  ['text/event-stream', ['anything'], true],
  ['', ['anything'], true],
  ['application/json', ['{"data":', '1}'], false],
  ['application/json', ['1'], false],
  ['application/json', [], false],
  ['application/problem+json', ['[]'], false],
  ['text/html', ['<html>data:</html>'], false],
])('%s %j', async (type, texts, streams) => {
  expect(await read(sent(type, ...texts))).toEqual({ streams, text: texts.join('') });
});

test('blanks before the beginning are passed over', async () => {
  expect(await read(sent('application/json', '\n', ' \n', ' {"a":1}'))).toEqual({ streams: false, text: ' {"a":1}' });
  expect(await read(sent('application/json', '\n', '\ndata: 1\n\n'))).toEqual({ streams: true, text: '\ndata: 1\n\n' });
});

test('a reader that stops early ends the request', async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(bytes.encode('data: 1\n\n')),
    cancel: () => void (cancelled = true),
  });
  const { bytes: events } = await answerBody(new Response(body, { headers: { 'content-type': 'application/json' } }));
  for await (const _piece of events) break;
  expect(cancelled).toBe(true);
});
