/** A value as an error message shows it: one line, bounded, and never a throw of its own. Pure. */
import { boundedText } from './bounded-text.js';

/** Longest print of a value, in characters. */
const MAX_PRINT = 200;

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'function') return `[function ${value.name || 'anonymous'}]`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return value.toString();
  // JSON would print these as null, which is not what was given.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}

/** Prints a value in one line of at most 200 characters: strings in quotes, functions by name, objects as JSON. */
export function printedValue(value: unknown): string {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
  if (typeof value !== 'object' && typeof value !== 'string') return boundedText(String(plain('', value)), MAX_PRINT);
  try {
    return boundedText(JSON.stringify(value, plain) ?? 'undefined', MAX_PRINT);
  } catch {
    return Array.isArray(value) ? '[array that is not JSON]' : '[object that is not JSON]';
  }
}
