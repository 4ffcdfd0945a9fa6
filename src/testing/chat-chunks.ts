/**
 * A reply as the chunks of a Chat Completions stream: the role first, then text and calls in pieces, each call opened by
 * its id and name, then the finish reason, then the usage when it was asked for. Pure.
 */
import { answeredCalls, answerHead, chatUsage, finishReason, type AnswerContext } from './chat-answer.js';
import type { ChatRequest } from './chat-request.js';
import type { Reply } from './reply.js';

/** At least this many characters a piece. */
const PIECE = 8;
/** A text is cut into at most this many pieces, however long it is. */
const MAX_PIECES = 64;

/** Cuts between characters, never inside one. */
function cut(text: string): string[] {
  const characters = Array.from(text);
  const size = Math.max(PIECE, Math.ceil(characters.length / MAX_PIECES));
  const count = Math.ceil(characters.length / size);
  return Array.from({ length: count }, (_, index) => characters.slice(index * size, (index + 1) * size).join(''));
}

type Delta = Readonly<Record<string, unknown>>;

/** The deltas of a reply, in order. */
function* deltas(reply: Reply, context: AnswerContext): Generator<Delta> {
  const made = answeredCalls(reply, context);
  const content = made.length > 0 && reply.text === undefined ? null : '';
  yield { role: 'assistant', content, refusal: null, ...reply.extra };
  for (const piece of cut(reply.text ?? '')) yield { content: piece };
  for (const [index, { id, type, function: fn }] of made.entries()) {
    yield { tool_calls: [{ index, id, type, function: { name: fn.name, arguments: '' } }] };
    for (const piece of cut(fn.arguments)) yield { tool_calls: [{ index, function: { arguments: piece } }] };
  }
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
