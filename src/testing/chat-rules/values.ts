/** Rules over single settings: ranges, and settings that exclude or need each other. Pure. */
import { fieldsOf, isGiven, isJson, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from './rule.js';
import { wrongType } from './wording.js';

interface Range {
  readonly name: string;
  readonly kind: 'decimal' | 'integer';
  readonly min: number;
  readonly max: number;
}

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

const FLAGS = ['stream', 'store', 'logprobs', 'parallel_tool_calls'];

function rangeRefusal(body: Json, { name, kind, min, max }: Range): Refusal | undefined {
  const value = body[name];
  if (!isGiven(value)) return undefined;
  if (typeof value !== 'number' || (kind === 'integer' && !Number.isInteger(value))) {
    return wrongType('values', name, kind === 'integer' ? 'an integer' : 'a decimal', value);
  }
  if (value >= min && value <= max) return undefined;
  const [place, side, bound, code] =
    value < min ? ['below', 'minimum', `>= ${min}`, 'below_min'] : ['above', 'maximum', `<= ${max}`, 'above_max'];
  const message = `Invalid '${name}': ${kind} ${place} ${side} value. Expected a value ${bound}, but got ${value} instead.`;
  return invalid('values', message, name, `${kind}_${code}_value`);
}

/** Numbers lie in their range. Words as in row R12, which was recorded. */
export function ranges(body: Json): Refusal | undefined {
  return firstRefusal(RANGES, (range) => rangeRefusal(body, range));
}

/** Flags are booleans. */
export function flags(body: Json): Refusal | undefined {
  return firstRefusal(FLAGS, (name) =>
    !isGiven(body[name]) || typeof body[name] === 'boolean'
      ? undefined
      : wrongType('values', name, 'a boolean', body[name]),
  );
}

/** `stream_options` only when streaming. Words from memory. */
export function streamOptions({ stream, stream_options: options }: Json): Refusal | undefined {
  if (!isGiven(options)) return undefined;
  if (!isJson(options)) return wrongType('values', 'stream_options', 'an object', options);
  if (stream !== true) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
    return invalid('values', message, 'stream_options');
  }
  const flag = fieldsOf(options).include_usage;
  if (!isGiven(flag) || typeof flag === 'boolean') return undefined;
  return wrongType('values', 'stream_options.include_usage', 'a boolean', flag);
}

/** One bound on the answer's tokens, not both. Words from memory. */
export function oneTokenBound(body: Json): Refusal | undefined {
  if (!isGiven(body.max_tokens) || !isGiven(body.max_completion_tokens)) return undefined;
  const message = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.";
  return invalid('values', message, 'max_tokens', 'invalid_parameter_combination');
}
