/** Rules over single settings: ranges, and settings that exclude or need each other. Pure. */
import { isGiven, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { flagsRefusal, metadataRefusal, rangesRefusal, streamOptionsRefusal, type Range } from '../rules/ranges.js';
import { firstRefusal } from '../rules/rule.js';
import { emptyArray, longArray, wrongType } from '../rules/wording.js';

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

/** Sequences that end an answer: openai/openai-openapi v2.3.0, StopConfiguration. */
const MOST_STOPS = 4;

/** `stop` is a text, or at most four. */
export function stops({ stop }: Json): Refusal | undefined {
  if (!isGiven(stop) || typeof stop === 'string') return undefined;
  if (!Array.isArray(stop)) return wrongType('values', 'stop', 'one of a string or array of strings', stop);
  if (stop.length === 0) return emptyArray('values', 'stop');
  if (stop.length > MOST_STOPS) return longArray('values', 'stop', MOST_STOPS, stop.length);
  return firstRefusal(listOf(stop), (each, index) =>
    typeof each === 'string' ? undefined : wrongType('values', `stop[${index}]`, 'a string', each),
  );
}

/** Alternatives are given only beside the log probabilities themselves. Words from memory. */
export function alternatives({ logprobs, top_logprobs: top }: Json): Refusal | undefined {
  if (!isGiven(top) || logprobs === true) return undefined;
  return invalid('values', "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", 'top_logprobs');
}

/** Notes are texts. */
export function notes(body: Json): Refusal | undefined {
  return metadataRefusal(body);
}
