/** Limits that a caller sets for one turn. */
import { milliseconds, type Duration } from '../definition/duration.js';
import type { Limits } from '../protocol/limit.js';
import { TurnOptionError } from './input-error.js';

/** Lower (or higher) limits than the agent's own, for one turn. Each is the agent's own when absent. */
export interface TurnLimits {
  /** Model calls that may ask for tools. */
  readonly steps?: number;
  /** Tool calls in all. */
  readonly toolCalls?: number;
  /** Tokens in all, as the service counts them. */
  readonly tokens?: number;
  /** Wall-clock time: milliseconds, or a text like `'10m'`. */
  readonly duration?: Duration;
}

/**
 * The limits as the turn takes them; undefined when none is set.
 * @throws {TurnOptionError} on a value that is not positive and finite.
 */
export function readTurnLimits(limits: TurnLimits | undefined): Partial<Limits> | undefined {
  const { steps, toolCalls, tokens, duration } = limits ?? {};
  const read: Partial<Limits> = {
    ...(steps !== undefined && { steps: positive('limits.steps', steps) }),
    ...(toolCalls !== undefined && { toolCalls: positive('limits.toolCalls', toolCalls) }),
    ...(tokens !== undefined && { tokens: positive('limits.tokens', tokens) }),
    ...(duration !== undefined && { durationMs: positiveTime(duration) }),
  };
  return Object.keys(read).length > 0 ? read : undefined;
}

function positive(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new TurnOptionError(option, value, 'a positive whole number');
}

function positiveTime(value: Duration): number {
  const ms = milliseconds(value);
  if (ms !== undefined && ms > 0) return ms;
  throw new TurnOptionError('limits.duration', value, "a positive duration, e.g. '10m' or milliseconds");
}
