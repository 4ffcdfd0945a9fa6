/**
 * Parts of an answer that no single payload can hold (2 MB). The activity hands them to its own turn by updates, before
 * it completes, so that each item still enters history once. Types only.
 */
import type { AnswerItem } from './call-model.js';

/** Update by which a part arrives. */
export const ANSWER_PART_UPDATE = 'everycall_answer_part';

/** One part of an answer. */
export interface AnswerPart {
  /** Random id of the answer: parts of an attempt that was lost belong to none. */
  readonly answer: string;
  /** From 0. */
  readonly part: number;
  readonly items: readonly AnswerItem[];
}

/** Says, in place of an answer's items, that they came in parts. */
export interface AnswerInParts {
  readonly answer: string;
  readonly count: number;
}

/**
 * The items of an answer that came in parts.
 * @throws {RangeError} when a part is missing, which history rules out: updates precede the activity's completion.
 */
export function joinParts(parts: readonly AnswerPart[], { answer, count }: AnswerInParts): AnswerItem[] {
  const own = new Map(parts.filter((part) => part.answer === answer).map((part) => [part.part, part.items]));
  return Array.from({ length: count }, (_, part) => {
    const items = own.get(part);
    if (!items) throw new RangeError(`part ${part} of ${count} of answer ${answer} is missing`);
    return items;
  }).flat();
}
