/**
 * A reply in the form of Chat Completions, as one JSON body. Its fields are those of recorded answers of the service. Pure.
 */
import type { ChatRequest } from './chat-request.js';
import { mintedId } from './minted-id.js';
import type { AnswerContext } from './model-api.js';
import { estimatedUsage } from './token-estimate.js';
import { writtenArguments, type Reply } from './reply.js';

/** A call as it stands in an answer. */
export type AnsweredCall =
  | {
      readonly id: string;
      readonly type: 'function';
      readonly function: { readonly name: string; readonly arguments: string };
    }
  | {
      readonly id: string;
      readonly type: 'custom';
      readonly custom: { readonly name: string; readonly input: string };
    };

/** The calls of a reply, with ids where the script gave none. */
export function answeredCalls(reply: Reply, { number }: AnswerContext): AnsweredCall[] {
  return (reply.calls ?? []).map((call, place) => {
    const { id = mintedId('call_', number, place), name } = call;
    const text = writtenArguments(call);
    return call.custom
      ? { id, type: 'custom', custom: { name, input: text } }
      : { id, type: 'function', function: { name, arguments: text } };
  });
}

/** Why the model stopped. */
export function finishReason(reply: Reply): string {
  return reply.finishReason ?? (reply.calls?.length ? 'tool_calls' : 'stop');
}

/** Usage in the form of Chat Completions. */
export function chatUsage(reply: Reply, context: AnswerContext): unknown {
  const { inputTokens, outputTokens, totalTokens, cachedTokens, reasoningTokens } = estimatedUsage(reply, context);
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: totalTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoningTokens,
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
    refusal: reply.refusal ?? null,
    annotations: reply.annotations ?? [],
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
