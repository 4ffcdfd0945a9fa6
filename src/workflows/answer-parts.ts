/** Takes in answers that come in parts, and puts them together when their model call completes. */
import { defineUpdate, setHandler } from '@temporalio/workflow';
import { ANSWER_PART_UPDATE, joinParts, type AnswerPart } from '../contract/answer-part.js';
import type { CallModelOutput } from '../contract/call-model.js';

/** Registers the update, and returns what makes an answer whole. */
export function receiveAnswerParts(): (answer: CallModelOutput) => CallModelOutput {
  let received: AnswerPart[] = [];
  const receive = (part: AnswerPart) => void received.push(part);
  const description = 'For workers: a part of an answer that is too large for one payload.';
  setHandler(defineUpdate<void, [AnswerPart]>(ANSWER_PART_UPDATE), receive, { description });
  return (answer) => {
    const parts = received;
    received = [];
    return answer.inParts ? { ...answer, items: joinParts(parts, answer.inParts) } : answer;
  };
}
