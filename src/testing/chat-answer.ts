/**
 * A reply in the form of Chat Completions, as one JSON body. Its fields are those of recorded answers of the service. Pure.
 */
import type { Usage } from '../protocol/usage.js';
import type { ChatRequest } from './chat-request.js';
import { mintedId } from './minted-id.js';
import type { Reply } from './reply.js';

/** What an answer needs to know of its request. */
export interface AnswerContext {
  /** Number of the request in the log, from 1. */
  readonly number: number;
  /** Bytes of the request's body. */
  readonly bytes: number;
  /** Unix time, in seconds. */
  readonly created: number;
}

/** A call as it stands in an answer. */
export interface AnsweredCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** The calls of a reply, with ids where the script gave none. */
export function answeredCalls(reply: Reply, { number }: AnswerContext): AnsweredCall[] {
  return (reply.calls ?? []).map(({ id, name, arguments: args }, place) => ({
    id: id ?? mintedId('call_', number, place),
    type: 'function',
    function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
  }));
}

/** Why the model stopped. */
export function finishReason(reply: Reply): string {
  return reply.finishReason ?? (reply.calls?.length ? 'tool_calls' : 'stop');
}

/** About four bytes a token, unless the script says otherwise. */
export function chatUsage(reply: Reply, { bytes }: AnswerContext): unknown {
  const given: Partial<Usage> = reply.usage ?? {};
  const output = (reply.text ?? '').length + JSON.stringify(reply.calls ?? []).length;
  const prompt = given.inputTokens ?? Math.ceil(bytes / 4);
  const completion = given.outputTokens ?? Math.ceil(output / 4);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: given.totalTokens ?? prompt + completion,
    prompt_tokens_details: { cached_tokens: given.cachedTokens ?? 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: given.reasoningTokens ?? 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** The fields that an answer and each chunk of a stream have in common. */
export function answerHead(
  request: ChatRequest,
  { number, created }: AnswerContext,
): Readonly<Record<string, unknown>> {
  return {
    id: mintedId('chatcmpl-', number),
    created,
    model: request.model,
    service_tier: 'default',
    system_fingerprint: 'fp_everycall',
  };
}

/** The whole answer. */
export function chatCompletion(reply: Reply, request: ChatRequest, context: AnswerContext): unknown {
  const made = answeredCalls(reply, context);
  const message = {
    role: 'assistant',
    content: reply.text ?? null,
    refusal: null,
    annotations: [],
    ...(made.length > 0 && { tool_calls: made }),
    ...reply.extra,
  };
  return {
    ...answerHead(request, context),
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(reply) }],
    usage: chatUsage(reply, context),
  };
}
