/** Tokens as Chat Completions counts them. Pure. */
import { fieldsOf, isJson } from '../../protocol/json.js';
import { NO_USAGE, type Usage } from '../../protocol/usage.js';

/** The usage of an answer; nonsense counts as none. */
export function usageOf(value: unknown): Usage {
  if (!isJson(value)) return NO_USAGE;
  const inputTokens = count(value.prompt_tokens);
  const outputTokens = count(value.completion_tokens);
  const cached = count(fieldsOf(value.prompt_tokens_details).cached_tokens);
  const reasoning = count(fieldsOf(value.completion_tokens_details).reasoning_tokens);
  return {
    inputTokens,
    outputTokens,
    totalTokens: count(value.total_tokens) || inputTokens + outputTokens,
    ...(cached > 0 && { cachedTokens: cached }),
    ...(reasoning > 0 && { reasoningTokens: reasoning }),
  };
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
