/** Limits that a caller sets for one turn. */
import { milliseconds, printedDuration, type Duration } from '../definition/duration.js';
import { LIMIT_BOUNDS, type Limits } from '../protocol/limit.js';
import { checkKnown } from './check-options.js';
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
  /** Money for tokens, by the agent's `prices`: a turn of an agent without them fails at its start. */
  readonly cost?: number;
  /** Levels of sub-agents under the turn; 0: none. */
  readonly depth?: number;
}

/** The limits that exist. */
export const TURN_LIMITS: readonly (keyof TurnLimits)[] = ['steps', 'toolCalls', 'tokens', 'duration', 'cost', 'depth'];

/**
 * The limits as the turn takes them; undefined when none is set.
 * @throws {TurnOptionError} on a value that is not positive or over what agents may have, and on a name that is no limit.
 */
export function readTurnLimits(limits: TurnLimits | undefined): Partial<Limits> | undefined {
  if (limits === undefined) return undefined;
  checkKnown('limits', limits, TURN_LIMITS);
  const { steps, toolCalls, tokens, duration, cost, depth } = limits;
  const read: Partial<Limits> = {
    ...(steps !== undefined && { steps: whole('steps', steps) }),
    ...(toolCalls !== undefined && { toolCalls: whole('toolCalls', toolCalls) }),
    ...(tokens !== undefined && { tokens: whole('tokens', tokens) }),
    ...(duration !== undefined && { durationMs: positiveTime(duration) }),
    ...(cost !== undefined && { cost: money(cost) }),
    ...(depth !== undefined && { depth: whole('depth', depth, 0) }),
  };
  return Object.keys(read).length > 0 ? read : undefined;
}

function whole(name: 'steps' | 'toolCalls' | 'tokens' | 'depth', value: number, least = 1): number {
  const most = LIMIT_BOUNDS[name];
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TurnOptionError(`limits.${name}`, value, `a whole number from ${least} to ${most}`);
}

function money(value: number): number {
  const most = LIMIT_BOUNDS.cost;
  if (typeof value === 'number' && value > 0 && value <= most) return value;
  throw new TurnOptionError('limits.cost', value, `a number over 0 and at most ${most}`);
}

function positiveTime(value: Duration): number {
  const ms = milliseconds(value);
  if (ms !== undefined && ms > 0 && ms <= LIMIT_BOUNDS.durationMs) return ms;
  const most = printedDuration(LIMIT_BOUNDS.durationMs);
  throw new TurnOptionError(
    'limits.duration',
    value,
    `a duration over 0 and at most ${most}, e.g. '10m' or milliseconds`,
  );
}
