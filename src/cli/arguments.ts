/** Readers of option values for the parser. Rule: a bad value is refused with what would be right. */
import { InvalidArgumentError } from 'commander';

/** Reads a whole number of a range. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}

/** Reads JSON. */
export function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InvalidArgumentError(`Expected JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
