/** Takes in answers that come in parts, and puts them together when their model call completes. */
import { defineUpdate, setHandler } from '@temporalio/workflow';
import { ANSWER_PART_UPDATE, joinParts, type AnswerPart } from '../contract/answer-part.js';
import type { ModelReply } from './turn-effects.js';

/** Registers the update, and returns what makes a reply whole. */
export function receiveAnswerParts(): (reply: ModelReply) => ModelReply {
  let received: AnswerPart[] = [];
  setHandler(defineUpdate<void, [AnswerPart]>(ANSWER_PART_UPDATE), (part) => {
    received.push(part);
  });
  return (reply) => {
    const parts = received;
    received = [];
    if (reply.kind !== 'answer' || !reply.answer.inParts) return reply;
    return { ...reply, answer: { ...reply.answer, items: joinParts(parts, reply.answer.inParts) } };
  };
}
