/** Durations as people write them. Rule: a text that is no duration doesn't compile, and never silently means something. */
import ms from 'ms';
import type { StringValue } from 'ms';

/** A span of time: milliseconds, or a text like `'30s'`, `'2m'`, `'1.5 hours'`. */
export type Duration = number | StringValue;

/** Milliseconds of a duration, rounded up to a whole one; undefined when the value is none. Its sign is not judged. */
export function milliseconds(value: unknown): number | undefined {
  // `ms` throws on texts that are empty or over 100 characters, and returns undefined on what it can't read.
  const read = typeof value === 'string' && value !== '' && value.length <= 100 ? ms(value as StringValue) : value;
  return typeof read === 'number' && Number.isFinite(read) ? Math.ceil(read) : undefined;
}

/** A number of milliseconds as a short text, e.g. `30s`. */
export function printedDuration(value: number): string {
  return ms(value);
}
