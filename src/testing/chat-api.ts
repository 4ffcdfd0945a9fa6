/** Chat Completions behind the server's seam. Pure. */
import { eventAnswer, jsonAnswer, sentEvent, type Answer } from './answer.js';
import { chatCompletion } from './chat-answer.js';
import { chatChunks } from './chat-chunks.js';
import { chatConversation } from './chat-conversation.js';
import { chatRefusal } from './chat-refusal.js';
import type { ChatRequest } from './chat-request.js';
import type { AnswerContext, ModelApi } from './model-api.js';
import type { Reply } from './reply.js';
import { errorBody } from './service-error.js';

/** A reply says something that Chat Completions has no form for. */
export class NoChatFormError extends Error {
  override readonly name = 'NoChatFormError';
  constructor(readonly field: string) {
    super(`a reply with '${field}' has no form on Chat Completions: use text and calls, or 'raw'`);
  }
}

/** A stream of these chunks, closed as the service closes it. */
function stream(chunks: readonly unknown[]): Answer {
  return eventAnswer([...chunks, '[DONE]'].map((chunk) => sentEvent(chunk)));
}

/** A body that the script wrote itself. */
function rawAnswer(raw: unknown, streaming: boolean): Answer {
  if (!streaming) return jsonAnswer(200, raw);
  if (Array.isArray(raw)) return stream(raw);
  return typeof raw === 'string' ? { ...eventAnswer([]), pieces: [raw] } : jsonAnswer(200, raw);
}

function answer(reply: Reply, request: ChatRequest, context: AnswerContext): Answer {
  const streaming = request.stream === true;
  if (reply.raw !== undefined) return rawAnswer(reply.raw, streaming);
  if (reply.items) throw new NoChatFormError('items');
  if (!streaming) {
    return reply.failed
      ? jsonAnswer(500, errorBody(reply.failed))
      : jsonAnswer(200, chatCompletion(reply, request, context));
  }
  const chunks = chatChunks(reply, request, context);
  if (!reply.failed) return stream(chunks);
  // What was said stands; the error takes the place of the finish reason and all that follows it.
  const said = chunks.slice(0, request.stream_options?.include_usage ? -2 : -1);
  return eventAnswer([...said, errorBody(reply.failed)].map((chunk) => sentEvent(chunk)));
}

/** `POST /v1/chat/completions`. */
export const CHAT_API: ModelApi = {
  name: 'chat',
  path: 'chat/completions',
  perDeployment: true,
  refusal: chatRefusal,
  read(body) {
    // The rules have passed it: it has the shape of a request.
    const request = body as ChatRequest;
    return {
      request,
      conversation: chatConversation(request),
      streaming: request.stream === true,
      answer: (reply, context) => answer(reply, request, context),
      brokenOff: (error) => [sentEvent(errorBody(error))],
    };
  },
};
