/** Readers of option values for the parser. Rule: a bad value is refused with what would be right. */
import { InvalidArgumentError, Option } from 'commander';
import { TURN_LIMITS, type TurnLimits } from '../client/turn-limits.js';

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

/** The option `--limit`. @param of whose limits they are */
export function limitOption(of: string): Option {
  const names = TURN_LIMITS.join(', ');
  return new Option('--limit <name=value>', `limit of ${of}: ${names}; may be repeated`).argParser(turnLimit);
}

/**
 * Reads a limit of a turn, `steps=5` or `duration=10m`, beside those that were read before. Whether the value can be a
 * limit is the client's to say.
 */
export function turnLimit(text: string, before: TurnLimits = {}): TurnLimits {
  const [, given = '', value = ''] = /^(\w+)=(.+)$/.exec(text) ?? [];
  const name = TURN_LIMITS.find((each) => each === given);
  if (name === undefined) throw new InvalidArgumentError(`Expected one of ${TURN_LIMITS.join('=…, ')}=….`);
  return { ...before, [name]: name !== 'duration' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value };
}
