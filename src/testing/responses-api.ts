/** The Responses API behind the server's seam. It remembers what it answered, as the service does. */
import { eventAnswer, jsonAnswer, sentEvent, type Answer } from './answer.js';
import { IssuedResponses } from './issued-responses.js';
import type { ItemEvent } from './item-events.js';
import { fieldsOf, listOf, type Json } from './json.js';
import type { AnswerContext, ModelApi } from './model-api.js';
import type { Reply } from './reply.js';
import { responseHead, responsesAnswer } from './responses-answer.js';
import { responsesConversation } from './responses-conversation.js';
import { responsesRefusal } from './responses-refusal.js';
import type { ResponsesRequest } from './responses-request.js';
import { wholeInput } from './responses-rules/whole-input.js';
import { responseEvents, type StreamForm } from './responses-stream.js';
import type { ServiceError } from './service-error.js';

function named(events: readonly ItemEvent[]): Answer {
  return eventAnswer(events.map((event) => sentEvent(event, event.type)));
}

/** A body that the script wrote itself. */
function rawAnswer(raw: unknown, streaming: boolean): Answer {
  if (!streaming) return jsonAnswer(200, raw);
  if (Array.isArray(raw)) return named(raw as ItemEvent[]);
  return typeof raw === 'string' ? eventAnswer([raw]) : jsonAnswer(200, raw);
}

function streamForm(request: ResponsesRequest, { order }: AnswerContext): StreamForm {
  const padded = fieldsOf(request.stream_options).include_obfuscation !== false;
  return { padded, ...(order && { order }) };
}

/** An error event as it was recorded, with the failed response that follows it; or the flat form that is documented. */
function brokenOff(error: ServiceError, sent: number, request: ResponsesRequest, context: AnswerContext): string[] {
  const { code, message, type = 'server_error', flat } = error;
  if (flat) return [sentEvent({ type: 'error', sequence_number: sent, code, message, param: null }, 'error')];
  const failed = responsesAnswer({ failed: { code: code ?? type, message } }, request, context);
  return [
    sentEvent({ type: 'error', sequence_number: sent, error: { type, code, message, param: null } }, 'error'),
    sentEvent({ type: 'response.failed', sequence_number: sent + 1, response: failed }, 'response.failed'),
  ];
}

/** `POST /v1/responses`, with a memory of its own. */
export function responsesApi(): ModelApi {
  const memory = new IssuedResponses();

  const answer = (reply: Reply, request: ResponsesRequest, context: AnswerContext): Answer => {
    const streaming = request.stream === true;
    if (reply.raw !== undefined) return rawAnswer(reply.raw, streaming);
    const response = responsesAnswer(reply, request, context);
    const { own } = wholeInput(request, { memory });
    memory.keep(String(response.id), request, own, listOf(response.output) as Json[], context.bytes);
    if (!streaming) return jsonAnswer(200, response);
    const head = responseHead(request, context);
    return named(responseEvents(head, response, streamForm(request, context)));
  };

  return {
    name: 'responses',
    path: 'responses',
    perDeployment: false,
    refusal: (body, options) => responsesRefusal(body, { ...options, memory }),
    read(body) {
      // The rules have passed it: it has the shape of a request.
      const request = body as ResponsesRequest;
      return {
        request,
        conversation: responsesConversation(request, memory),
        streaming: request.stream === true,
        answer: (reply, context) => answer(reply, request, context),
        brokenOff: (error, sent, context) => brokenOff(error, sent, request, context),
      };
    },
  };
}
