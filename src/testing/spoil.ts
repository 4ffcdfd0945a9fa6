/** What a fault makes of a reply before it is answered, and of the answer before it is sent. Pure. */
import { jsonAnswer, type Answer } from './answer.js';
import type { Fault } from './fault.js';
import { mintedId } from './minted-id.js';
import type { AnswerContext, ReadRequest } from './model-api.js';
import type { Reply } from './reply.js';
import { errorBody, type ServiceError } from './service-error.js';

/** The reply as a fault wants it said. */
export function spoiltReply(reply: Reply, fault: Fault | undefined, number: number): Reply {
  if (fault && 'failed' in fault) return { ...reply, failed: fault.failed };
  if (!fault || !('duplicateIds' in fault) || !reply.calls) return reply;
  const id = reply.calls[0]?.id ?? mintedId('call_', number);
  return { ...reply, calls: reply.calls.map((call) => ({ ...call, id })) };
}

/** A text, broken off in its middle. */
function half(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}

/** An event whose data breaks off, closed as an event is closed. */
function brokenEvent(event: string): string {
  return event.endsWith('\n\n') ? `${half(event.trimEnd())}\n\n` : half(event);
}

function withError(
  answer: Answer,
  error: ServiceError,
  sent: number,
  read: ReadRequest,
  context: AnswerContext,
): Answer {
  if (!read.streaming) return jsonAnswer(500, errorBody(error));
  const pieces = answer.pieces.slice(0, sent);
  return { ...answer, pieces: [...pieces, ...read.brokenOff(error, pieces.length, context)] };
}

/** The answer as a fault wants it sent. */
export function spoiltAnswer(
  answer: Answer,
  fault: Fault | undefined,
  read: ReadRequest,
  context: AnswerContext,
): Answer {
  if (!fault) return answer;
  const { pieces } = answer;
  if ('malformed' in fault) return { ...answer, pieces: [half(pieces.join(''))] };
  if ('closeAfterEvents' in fault) return { ...answer, pieces: pieces.slice(0, fault.closeAfterEvents) };
  if ('malformedEvent' in fault) {
    const broken = fault.malformedEvent - 1;
    return { ...answer, pieces: pieces.map((piece, place) => (place === broken ? brokenEvent(piece) : piece)) };
  }
  return 'errorEvent' in fault ? withError(answer, fault.errorEvent, fault.afterEvents ?? 0, read, context) : answer;
}
