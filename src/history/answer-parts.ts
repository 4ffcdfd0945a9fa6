/** Parts of the answer that a model call is still to complete, as its history tells them. */
import { joinParts, type AnswerPart } from '../contract/answer-part.js';
import type { CallModelOutput } from '../contract/call-model.js';

/** Collects parts until their answer comes. */
export class AnswerParts {
  #parts: AnswerPart[] = [];

  push(part: AnswerPart): void {
    this.#parts.push(part);
  }

  /** The answer with its items, from parts where it came in parts. */
  whole(answer: CallModelOutput): CallModelOutput {
    const parts = this.#parts;
    this.#parts = [];
    return answer.inParts ? { ...answer, items: joinParts(parts, answer.inParts) } : answer;
  }
}
