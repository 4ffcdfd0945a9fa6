/** The bodies of answers and errors as text. Rule: none is read without end, and what is not read is not waited for. */
import { AnswerTooLarge } from './answer-faults.js';
import { BODY_BYTES } from './answer-room.js';
import { AnswerUnreadable } from './answer-unreadable.js';

/** Bytes of a body as they come. */
export type Bytes = AsyncIterable<Uint8Array>;

/** Most bytes that are read of an error: some services print the request in it. */
export const ERROR_BYTES = 1_000_000;

/** The bytes of a response, whose body may be missing. */
export function bytesOf(response: Response): Bytes {
  return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
}

/**
 * The JSON of an answer's whole body, of at most `most` bytes. The client library reads a body by its content type, without
 * a bound, and fails on what is no JSON without saying what it was. `what` names the answer, e.g. `chat completion`.
 * @throws {AnswerTooLarge} {AnswerUnreadable}
 */
export async function readJson(body: Bytes, what: string, most = BODY_BYTES): Promise<unknown> {
  const { text, bytes } = await textUpTo(body, most);
  if (bytes > most) throw new AnswerTooLarge('the body of an answer', bytes, 'bytes', most);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AnswerUnreadable(what, text);
  }
}

/** The text of an error's body, cut after `ERROR_BYTES`. */
export async function readErrorText(body: Bytes): Promise<string> {
  return (await textUpTo(body, ERROR_BYTES)).text;
}

/** The first `most` bytes as text, and how many bytes came until then: more than `most` when there was more. */
async function textUpTo(body: Bytes, most: number): Promise<{ readonly text: string; readonly bytes: number }> {
  const read = await bytesUpTo(body, most);
  // The character at which a body is cut is left out.
  const text = new TextDecoder().decode(read.subarray(0, most), { stream: read.length > most });
  return { text, bytes: read.length };
}

/** A body, or more than `most` bytes of one that has more; whoever reads those refuses or cuts them. */
export async function bytesUpTo(body: Bytes, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    pieces.push(piece);
    bytes += piece.byteLength;
    // Leaving the loop ends the request.
    if (bytes > most) break;
  }
  return Buffer.concat(pieces);
}
