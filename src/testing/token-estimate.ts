/** The tokens of an answer: about four bytes each, unless the script says otherwise. Pure. */
import type { Usage } from '../protocol/usage.js';
import type { AnswerContext } from './model-api.js';
import type { Reply } from './reply.js';

/** Usage of a request and its reply. */
export function estimatedUsage(reply: Reply, { bytes }: AnswerContext): Usage {
  const given: Partial<Usage> = reply.usage ?? {};
  const said = [reply.text, reply.refusal, reply.reasoning?.summary].join('').length;
  const asked = JSON.stringify(reply.calls ?? reply.items ?? []).length;
  const inputTokens = given.inputTokens ?? Math.ceil(bytes / 4);
  const outputTokens = given.outputTokens ?? Math.ceil((said + asked) / 4);
  return {
    inputTokens,
    outputTokens,
    totalTokens: given.totalTokens ?? inputTokens + outputTokens,
    cachedTokens: given.cachedTokens ?? 0,
    reasoningTokens: given.reasoningTokens ?? 0,
  };
}
