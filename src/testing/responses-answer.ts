/** A reply in the form of the Responses API, as one JSON body. Its fields are those of recorded answers of the service. Pure. */
import { fieldsOf, type Json } from './json.js';
import { mintedId } from './minted-id.js';
import type { AnswerContext } from './model-api.js';
import type { Reply } from './reply.js';
import { isCut, outputItems } from './responses-items.js';
import type { ResponsesRequest } from './responses-request.js';
import { estimatedUsage } from './token-estimate.js';

/** What of a request its answer repeats, with the service's defaults. */
function echo(request: ResponsesRequest): Json {
  const text = fieldsOf(request.text);
  return {
    background: request.background ?? false,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    max_tool_calls: request.max_tool_calls ?? null,
    model: request.model,
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: request.previous_response_id ?? null,
    prompt_cache_key: request.prompt_cache_key ?? null,
    reasoning: { effort: null, summary: null, ...fieldsOf(request.reasoning) },
    safety_identifier: request.safety_identifier ?? null,
    service_tier: 'default',
    store: request.store ?? true,
    temperature: request.temperature ?? 1,
    text: { format: text.format ?? { type: 'text' }, verbosity: text.verbosity ?? 'medium' },
    tool_choice: request.tool_choice ?? 'auto',
    tools: (request.tools ?? []).map((tool) => (tool.type === 'function' ? { strict: true, ...tool } : tool)),
    top_logprobs: request.top_logprobs ?? 0,
    top_p: request.top_p ?? 1,
    truncation: request.truncation ?? 'disabled',
    user: request.user ?? null,
    metadata: request.metadata ?? {},
  };
}

function usage(reply: Reply, context: AnswerContext): unknown {
  const { inputTokens, outputTokens, totalTokens, cachedTokens, reasoningTokens } = estimatedUsage(reply, context);
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cachedTokens },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: totalTokens,
  };
}

/** A response as it is announced, before anything is said. */
export function responseHead(request: ResponsesRequest, { number, created }: AnswerContext): Json {
  return {
    id: mintedId('resp_', number),
    object: 'response',
    created_at: created,
    status: 'in_progress',
    completed_at: null,
    error: null,
    incomplete_details: null,
    output: [],
    usage: null,
    ...echo(request),
  };
}

/** How a response ended. */
function ending(reply: Reply, { created }: AnswerContext): Json {
  if (reply.failed) return { status: 'failed', error: reply.failed };
  if (!isCut(reply)) return { status: 'completed', completed_at: created };
  const reason = reply.finishReason === 'length' ? 'max_output_tokens' : 'content_filter';
  return { status: 'incomplete', incomplete_details: { reason } };
}

/** The whole answer. A response that failed says nothing of what it cost. */
export function responsesAnswer(reply: Reply, request: ResponsesRequest, context: AnswerContext): Json {
  return {
    ...responseHead(request, context),
    ...ending(reply, context),
    output: outputItems(reply, request, context),
    ...(!reply.failed && { usage: usage(reply, context) }),
    ...reply.extra,
  };
}
