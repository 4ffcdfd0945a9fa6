/** Rules over single settings (row R12). Pure. */
import { isGiven, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { flagsRefusal, metadataRefusal, rangesRefusal, streamOptionsRefusal, type Range } from '../rules/ranges.js';
import { firstRefusal } from '../rules/rule.js';
import { notSupported, wrongType } from '../rules/wording.js';

/** Source of the ranges: openai/openai-openapi v2.3.0. */
const RANGES: readonly Range[] = [
  { name: 'temperature', kind: 'decimal', min: 0, max: 2 },
  { name: 'top_p', kind: 'decimal', min: 0, max: 1 },
  { name: 'top_logprobs', kind: 'integer', min: 0, max: 20 },
  { name: 'max_output_tokens', kind: 'integer', min: 16, max: Infinity },
  { name: 'max_tool_calls', kind: 'integer', min: 1, max: Infinity },
];

/** Source: openai/openai-openapi v2.3.0, IncludeEnum. */
const INCLUDE = [
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
];

/** Row R12, recorded. */
export function ranges(body: Json): Refusal | undefined {
  return rangesRefusal(body, 'R12', RANGES);
}

/** Flags are booleans. */
export function flags(body: Json): Refusal | undefined {
  return flagsRefusal(body, ['stream', 'store', 'background', 'parallel_tool_calls']);
}

/** `stream_options` only when streaming. */
export function streamOptions(body: Json): Refusal | undefined {
  return streamOptionsRefusal(body, 'include_obfuscation');
}

/** What else is included in an answer is one of a list. */
export function include({ include: wanted }: Json): Refusal | undefined {
  if (!isGiven(wanted)) return undefined;
  if (!Array.isArray(wanted)) return wrongType('values', 'include', 'an array of strings', wanted);
  return firstRefusal(listOf(wanted), (each, index) =>
    INCLUDE.includes(String(each)) ? undefined : notSupported('values', `include[${index}]`, each, INCLUDE),
  );
}

/** Notes are texts. */
export function notes(body: Json): Refusal | undefined {
  return metadataRefusal(body);
}

/** What runs in the background is asked for later, so it must be stored. Source: OpenAI's guide; words from memory. */
export function backgroundStored({ background, store }: Json): Refusal | undefined {
  if (background !== true || store !== false) return undefined;
  return invalid('values', "The 'background' parameter is only allowed when 'store' is enabled.", 'background');
}
