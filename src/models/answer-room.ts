/** Bounds an answer while it is put together from a stream. Rule: nothing that comes from a service is kept without end. */
import { AnswerTooLarge } from './answer-faults.js';

/** Largest answer in all, in bytes: a history holds 50 MB. */
export const ANSWER_BYTES = 16_000_000;
/** Most items of an answer: each call has a result, and those that the turn makes itself go in one payload. */
export const ANSWER_ITEMS = 2_000;
/** Largest body of an answer, in bytes: JSON escapes texts, and streams of Responses tell each text up to four times. */
export const BODY_BYTES = 4 * ANSWER_BYTES;

/** What an answer may still hold. */
export class AnswerRoom {
  readonly #most: number;
  #bytes = 0;

  /** @param most bytes of all texts together. */
  constructor(most = ANSWER_BYTES) {
    this.#most = most;
  }

  /**
   * Notes that a text is kept, and returns it.
   * @throws {AnswerTooLarge} when all texts together have more bytes than there is room for.
   */
  take(text: string): string {
    this.#bytes += Buffer.byteLength(text);
    if (this.#bytes > this.#most) throw new AnswerTooLarge('the answer', this.#bytes, 'bytes', this.#most);
    return text;
  }
}
