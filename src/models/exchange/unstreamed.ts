/**
 * A recorded stream as the plain answer that the service would have given, by the readers that live streams go through: a
 * turn that was recorded on a terminal, where it streams, is replayed by a test that doesn't.
 */
import { AnswerFailed, AnswerTooLarge, StreamCut } from '../answer-faults.js';
import { AnswerUnreadable } from '../answer-unreadable.js';
import { assembleChatStream } from '../chat/assemble-chat-stream.js';
import { StreamAmbiguous } from '../chat/run-together.js';
import { jsonEvents } from '../json-events.js';
import { assembleResponsesStream } from '../responses/assemble-stream.js';
import type { ExchangeResponse } from './exchange.js';

const UNTOLD = (): void => undefined;

/** The plain answer to a request for `path`; undefined when the stream holds none, as one that tells a fault. */
export async function unstreamed(path: string, response: ExchangeResponse): Promise<ExchangeResponse | undefined> {
  const events = jsonEvents(bytesOf(response.stream ?? []), 'event of a recorded stream');
  const assemble = path.endsWith('/responses') ? assembleResponsesStream : assembleChatStream;
  try {
    const body = await assemble(events, UNTOLD);
    return { status: response.status, headers: { ...response.headers, 'content-type': 'application/json' }, body };
  } catch (error) {
    if (FAULTS.some((fault) => error instanceof fault)) return undefined;
    throw error;
  }
}

const FAULTS = [AnswerFailed, AnswerTooLarge, AnswerUnreadable, StreamAmbiguous, StreamCut];

async function* bytesOf(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(lines.join('\n'));
}
