/** Rules over single settings: ranges, and settings that exclude or need each other. Pure. */
import { isGiven, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { flagsRefusal, rangesRefusal, streamOptionsRefusal, type Range } from '../rules/ranges.js';

/** Source of the ranges: openai/openai-openapi v2.3.0. */
const RANGES: readonly Range[] = [
  { name: 'temperature', kind: 'decimal', min: 0, max: 2 },
  { name: 'top_p', kind: 'decimal', min: 0, max: 1 },
  { name: 'frequency_penalty', kind: 'decimal', min: -2, max: 2 },
  { name: 'presence_penalty', kind: 'decimal', min: -2, max: 2 },
  { name: 'n', kind: 'integer', min: 1, max: 128 },
  { name: 'top_logprobs', kind: 'integer', min: 0, max: 20 },
  { name: 'max_tokens', kind: 'integer', min: 1, max: Infinity },
  { name: 'max_completion_tokens', kind: 'integer', min: 1, max: Infinity },
];

/** Numbers lie in their range. */
export function ranges(body: Json): Refusal | undefined {
  return rangesRefusal(body, 'values', RANGES);
}

/** Flags are booleans. */
export function flags(body: Json): Refusal | undefined {
  return flagsRefusal(body, ['stream', 'store', 'logprobs', 'parallel_tool_calls']);
}

/** `stream_options` only when streaming. */
export function streamOptions(body: Json): Refusal | undefined {
  return streamOptionsRefusal(body, 'include_usage');
}

/** One bound on the answer's tokens, not both. Words from memory. */
export function oneTokenBound(body: Json): Refusal | undefined {
  if (!isGiven(body.max_tokens) || !isGiven(body.max_completion_tokens)) return undefined;
  const message = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.";
  return invalid('values', message, 'max_tokens', 'invalid_parameter_combination');
}
