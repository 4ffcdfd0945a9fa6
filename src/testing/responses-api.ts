/** The Responses API behind the server's seam. It remembers what it answered, as the service does. */
import { jsonAnswer, type Answer } from './answer.js';
import { IssuedResponses } from './issued-responses.js';
import { listOf, type Json } from './json.js';
import type { AnswerContext, ModelApi } from './model-api.js';
import type { Reply } from './reply.js';
import { responsesAnswer } from './responses-answer.js';
import { responsesConversation } from './responses-conversation.js';
import { responsesRefusal } from './responses-refusal.js';
import type { ResponsesRequest } from './responses-request.js';
import { wholeInput } from './responses-rules/whole-input.js';

/** `POST /v1/responses`, with a memory of its own. */
export function responsesApi(): ModelApi {
  const memory = new IssuedResponses();

  const answer = (reply: Reply, request: ResponsesRequest, context: AnswerContext): Answer => {
    if (reply.raw !== undefined) return jsonAnswer(200, reply.raw);
    const response = responsesAnswer(reply, request, context);
    const { own } = wholeInput(request, { memory });
    memory.keep(String(response.id), own, listOf(response.output) as Json[], request);
    return jsonAnswer(200, response);
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
        answer: (reply, context) => answer(reply, request, context),
      };
    },
  };
}
