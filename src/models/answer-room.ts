/** Bounds an answer while it is put together from a stream. Rule: nothing that comes from a service is kept without end. */
import { AnswerTooLarge } from './answer-faults.js';

/** Largest answer in all, in bytes: a history holds 50 MB. */
export const ANSWER_BYTES = 16_000_000;

/** What an answer may still hold. */
export class AnswerRoom {
  #bytes = 0;

  /**
   * Notes that a text is kept, and returns it.
   * @throws {AnswerTooLarge} when all texts together have over 16 MB.
   */
  take(text: string): string {
    this.#bytes += Buffer.byteLength(text);
    if (this.#bytes > ANSWER_BYTES) throw new AnswerTooLarge('the answer', this.#bytes, 'bytes', ANSWER_BYTES);
    return text;
  }
}
