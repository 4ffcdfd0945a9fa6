/** Chat Completions behind the server's seam. Pure. */
import { eventAnswer, jsonAnswer, type Answer } from './answer.js';
import { chatCompletion } from './chat-answer.js';
import { chatChunks } from './chat-chunks.js';
import { chatRefusal } from './chat-refusal.js';
import { chatConversation } from './conversation.js';
import type { ModelApi } from './model-api.js';

/** A stream of these chunks, closed as the service closes it. */
function stream(chunks: readonly unknown[]): Answer {
  return eventAnswer([...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]']);
}

/** A body that the script wrote itself. */
function rawAnswer(raw: unknown, streaming: boolean): Answer {
  if (!streaming) return jsonAnswer(200, raw);
  if (Array.isArray(raw)) return stream(raw);
  return typeof raw === 'string' ? { ...eventAnswer([]), pieces: [raw] } : jsonAnswer(200, raw);
}

/** `POST /v1/chat/completions`. */
export const CHAT_API: ModelApi = {
  path: 'chat/completions',
  refusal: chatRefusal,
  conversation: chatConversation,
  answer: (reply, request, context) => {
    const streaming = request.stream === true;
    if (reply.raw !== undefined) return rawAnswer(reply.raw, streaming);
    return streaming
      ? stream(chatChunks(reply, request, context))
      : jsonAnswer(200, chatCompletion(reply, request, context));
  },
};
