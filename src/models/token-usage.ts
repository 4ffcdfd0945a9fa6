/** Tokens as services count them: `prompt` and `completion` on Chat Completions, `input` and `output` on Responses. Pure. */
import { fieldsOf, isJson } from '../protocol/json.js';
import { NO_USAGE, type Usage } from '../protocol/usage.js';

/** The usage of an answer, from fields named after what went in and what came out; nonsense counts as none. */
export function tokenUsage(value: unknown, into: 'prompt' | 'input', out: 'completion' | 'output'): Usage {
  if (!isJson(value)) return NO_USAGE;
  const inputTokens = count(value[`${into}_tokens`]);
  const outputTokens = count(value[`${out}_tokens`]);
  const cached = count(fieldsOf(value[`${into}_tokens_details`]).cached_tokens);
  const reasoning = count(fieldsOf(value[`${out}_tokens_details`]).reasoning_tokens);
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
