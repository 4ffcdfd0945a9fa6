/** Rules over single settings that both APIs have: numbers in their range, flags that are flags, notes that are texts. Pure. */
import { isGiven, isJson, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from './rule.js';
import { wrongType } from './wording.js';

/** A number's name, kind and bounds. */
export interface Range {
  readonly name: string;
  readonly kind: 'decimal' | 'integer';
  readonly min: number;
  readonly max: number;
}

function rangeRefusal(body: Json, rule: string, { name, kind, min, max }: Range): Refusal | undefined {
  const value = body[name];
  if (!isGiven(value)) return undefined;
  if (typeof value !== 'number' || (kind === 'integer' && !Number.isInteger(value))) {
    return wrongType(rule, name, kind === 'integer' ? 'an integer' : 'a decimal', value);
  }
  if (value >= min && value <= max) return undefined;
  const [place, side, bound, code] =
    value < min ? ['below', 'minimum', `>= ${min}`, 'below_min'] : ['above', 'maximum', `<= ${max}`, 'above_max'];
  const message = `Invalid '${name}': ${kind} ${place} ${side} value. Expected a value ${bound}, but got ${value} instead.`;
  return invalid(rule, message, name, `${kind}_${code}_value`);
}

/** Numbers lie in their range (row R12). Words recorded. */
export function rangesRefusal(body: Json, rule: string, all: readonly Range[]): Refusal | undefined {
  return firstRefusal(all, (range) => rangeRefusal(body, rule, range));
}

/** Flags are booleans. */
export function flagsRefusal(body: Json, names: readonly string[]): Refusal | undefined {
  return firstRefusal(names, (name) =>
    !isGiven(body[name]) || typeof body[name] === 'boolean'
      ? undefined
      : wrongType('values', name, 'a boolean', body[name]),
  );
}

/** `stream_options` is an object, and given only when streaming. Words from memory. */
export function streamOptionsRefusal({ stream, stream_options: options }: Json, flag: string): Refusal | undefined {
  if (!isGiven(options)) return undefined;
  if (!isJson(options)) return wrongType('values', 'stream_options', 'an object', options);
  if (stream !== true) {
    const message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
    return invalid('values', message, 'stream_options');
  }
  const value = options[flag];
  if (!isGiven(value) || typeof value === 'boolean') return undefined;
  return wrongType('values', `stream_options.${flag}`, 'a boolean', value);
}

/** `metadata` is an object of texts. Source: openai/openai-openapi v2.3.0, Metadata. */
export function metadataRefusal({ metadata }: Json): Refusal | undefined {
  if (!isGiven(metadata)) return undefined;
  if (!isJson(metadata)) return wrongType('values', 'metadata', 'an object', metadata);
  return firstRefusal(Object.entries(metadata), ([name, value]) =>
    typeof value === 'string' ? undefined : wrongType('values', `metadata.${name}`, 'a string', value),
  );
}
