/**
 * What a service sent when it was asked for a stream. Rule: events are known by how they begin where the type says
 * otherwise: some services and proxies send them as `application/json`, and some can't stream and send JSON.
 */
import { bytesOf, type Bytes } from './body-text.js';

/** A body, from its beginning, and whether it is a stream of events. */
export interface AnswerBody {
  readonly streams: boolean;
  readonly bytes: Bytes;
}

/** Reads as much of the body as it takes to know: nothing, unless its type is JSON's or that of a page. */
export async function answerBody(response: Response): Promise<AnswerBody> {
  const bytes = bytesOf(response);
  if (!response.body) return { streams: false, bytes };
  if (!/\b(json|html)\b/i.test(response.headers.get('content-type') ?? '')) return { streams: true, bytes };
  const rest = bytes[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  const decoder = new TextDecoder();
  let start = '';
  // Blank bytes are dropped: services send them to keep a connection alive, before events and before JSON.
  while (start.length < 'event:'.length) {
    const next = await rest.next();
    if (next.done) break;
    start = (start + decoder.decode(next.value, { stream: true })).trimStart();
    if (start === '') read.length = 0;
    else read.push(next.value);
  }
  return { streams: /^(?:data|event)?:/.test(start), bytes: joined(read, rest) };
}

async function* joined(read: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* read;
    for (;;) {
      const next = await rest.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}
