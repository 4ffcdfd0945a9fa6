/**
 * A reply as the chunks of a Chat Completions stream: the role first, then text and calls in pieces, each call opened by
 * its id and name, then the finish reason, then the usage when it was asked for. Pure.
 */
import { answeredCalls, answerHead, chatUsage, finishReason } from './chat-answer.js';
import { callDeltas } from './chat-call-deltas.js';
import type { ChatRequest } from './chat-request.js';
import type { AnswerContext } from './model-api.js';
import { pieces } from './pieces.js';
import type { Reply } from './reply.js';

type Delta = Readonly<Record<string, unknown>>;

/** The deltas of a reply, in order. */
function* deltas(reply: Reply, context: AnswerContext): Generator<Delta> {
  const made = answeredCalls(reply, context);
  const content = made.length > 0 && reply.text === undefined ? null : '';
  yield { role: 'assistant', content, refusal: null, ...reply.extra };
  for (const piece of pieces(reply.text ?? '')) yield { content: piece };
  for (const piece of pieces(reply.refusal ?? '')) yield { refusal: piece };
  if (reply.annotations?.length) yield { annotations: reply.annotations };
  for (const part of callDeltas(made, context.order)) yield { tool_calls: part };
}

/** The chunks of a streamed answer, without the closing `[DONE]`. */
export function chatChunks(reply: Reply, request: ChatRequest, context: AnswerContext): unknown[] {
  const withUsage = request.stream_options?.include_usage === true;
  const head = { ...answerHead(request, context), object: 'chat.completion.chunk' };
  // When usage was asked for, every chunk has the field, null in all but the last.
  const chunk = (delta: Delta, finish: string | null): unknown => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(withUsage && { usage: null }),
  });
  return [
    ...[...deltas(reply, context)].map((delta) => chunk(delta, null)),
    chunk({}, finishReason(reply)),
    ...(withUsage ? [{ ...head, choices: [], usage: chatUsage(reply, context) }] : []),
  ];
}
