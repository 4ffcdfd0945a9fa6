/**
 * Reads server-sent events from a body. Rule: comments are skipped, an event may lack its closing blank line at the end of
 * the body, and no line or event is kept that is longer than an answer may be. Source: the HTML standard, "Server-sent events".
 */
import { AnswerTooLarge } from './answer-faults.js';
import { ANSWER_BYTES } from './answer-room.js';

/** One event. */
export interface ServerSentEvent {
  /** Its name; '' for most. */
  readonly event: string;
  readonly data: string;
  /** False when the body ended before the event did, so that its data may be cut. */
  readonly whole: boolean;
}

/**
 * The events of a body, in order; those without data are left out.
 * @throws {AnswerTooLarge} on a line or an event over 16 MB; whatever reading the body throws.
 */
export async function* serverSentEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let event = '';
  let data: string[] = [];
  let length = 0;
  for await (const { line, whole } of linesOf(body)) {
    if (line === '') {
      if (data.length > 0) yield { event, data: data.join('\n'), whole: true };
      event = '';
      data = [];
      length = 0;
      continue;
    }
    const [, field, value] = /^([^:]*):? ?([\s\S]*)$/.exec(line)!;
    if (field === 'data') {
      length += value!.length + 1;
      if (length > ANSWER_BYTES) throw tooLarge('an event', length);
      data.push(value!);
    }
    if (field === 'event') event = value!;
    if (!whole && data.length > 0) yield { event, data: data.join('\n'), whole };
    if (!whole) return;
  }
  if (data.length > 0) yield { event, data: data.join('\n'), whole: true };
}

/** The lines of a body; the last one is not whole when nothing ended it. */
async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<{ line: string; whole: boolean }> {
  const decoder = new TextDecoder();
  let pending: string[] = [];
  let length = 0;
  let afterReturn = false;
  for await (const bytes of body) {
    let text = decoder.decode(bytes, { stream: true });
    // A line end of two characters may come in two pieces.
    if (text === '') continue;
    if (afterReturn && text.startsWith('\n')) text = text.slice(1);
    if (text === '') {
      afterReturn = false;
      continue;
    }
    afterReturn = text.endsWith('\r');
    const [first, ...rest] = text.split(/\r\n|\n|\r/);
    pending.push(first!);
    length += first!.length;
    if (length > ANSWER_BYTES) throw tooLarge('a line', length);
    for (const next of rest) {
      yield { line: pending.join(''), whole: true };
      pending = [next];
      length = next.length;
    }
  }
  const last = pending.join('') + decoder.decode();
  if (last !== '') yield { line: last, whole: false };
}

function tooLarge(what: string, length: number): AnswerTooLarge {
  return new AnswerTooLarge(`${what} of the stream`, length, 'characters', ANSWER_BYTES);
}
