/**
 * When a schedule starts turns, checked. Rules: exactly one of `every` and `cron`; what may overlap and what is caught up
 * on is always said to the server, whose own defaults are wider (it catches up on a whole year).
 */
import type { ScheduleOptions as TemporalOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import { milliseconds, printedDuration, type Duration } from '../definition/duration.js';
import type { TypedAgent } from '../definition/agent-types.js';
import { checkTurnId } from './check-options.js';
import type { StartArguments } from './everycall-client.js';
import { TurnOptionError } from './input-error.js';

/**
 * What happens when a turn is due while the one before still runs.
 * - `skip`: it is left out.
 * - `queue`: it starts when the other has ended; at most one waits.
 * - `cancel`: the other is cancelled, and it starts once that has ended.
 * - `parallel`: it starts beside the other.
 */
export type Overlap = 'skip' | 'queue' | 'cancel' | 'parallel';

/** When turns are started. */
export type ScheduleTiming =
  /** Again and again, the first time one interval from now: 1 s to 366 days, in whole seconds. */
  | { readonly every: Duration; readonly cron?: undefined; readonly timezone?: undefined }
  | {
      /** 5 fields (minute, hour, day, month, weekday), 6 with a year, 7 with seconds and a year; or `@hourly`, … */
      readonly cron: string;
      /** Name of a time zone, e.g. `Europe/Paris`. @default UTC */
      readonly timezone?: string;
      readonly every?: undefined;
    };

/** What a schedule is beside its timing and its turns. */
export interface ScheduleSettings {
  /** Id of the schedule; its turns are `<id>-<time>`. @default the agent's name and 8 random digits */
  readonly scheduleId?: string;
  /** @default 'skip' */
  readonly overlap?: Overlap;
  /** How late a turn may still start, when the server was away at its time: 10 s to 366 days. @default '10m' */
  readonly catchup?: Duration;
  /** Begin paused. @default false */
  readonly paused?: boolean;
}

/** Options of a schedule, by the agent's type: those of its turns, too. */
export type ScheduleOptions<A extends TypedAgent = TypedAgent> = ScheduleTiming &
  ScheduleSettings &
  Omit<NonNullable<StartArguments<A>[0]>, 'turnId'>;

/** Names of the options that are of the schedule rather than of its turns. */
export const SCHEDULE_OPTIONS: readonly string[] = [
  'scheduleId',
  'every',
  'cron',
  'timezone',
  'overlap',
  'catchup',
  'paused',
];

/** Temporal's names of what may overlap. */
export const OVERLAPS: ReadonlyMap<Overlap, ScheduleOverlapPolicy> = new Map([
  ['skip', 'SKIP'],
  ['queue', 'BUFFER_ONE'],
  ['cancel', 'CANCEL_OTHER'],
  ['parallel', 'ALLOW_ALL'],
]);

const SECOND_MS = 1_000;
const MOST_MS = 366 * 24 * 3_600 * SECOND_MS;
const DEFAULT_CATCHUP_MS = 600_000;
const LEAST_CATCHUP_MS = 10_000;
/** The server puts the time behind the id, and the whole is the turn's, which has at most 255 characters. */
const MOST_ID_LENGTH = 200;
const MOST_CRON_LENGTH = 200;

/**
 * The times of a schedule for the server.
 * @throws {TurnOptionError}
 */
export function readTiming(timing: ScheduleTiming, now: number): TemporalOptions['spec'] {
  const { every, cron, timezone } = timing as { every?: unknown; cron?: unknown; timezone?: unknown };
  if ((every === undefined) === (cron === undefined)) {
    throw new TurnOptionError(
      'every and cron',
      { every, cron },
      "one of them, e.g. every: '1h' or cron: '0 9 * * 1-5'",
    );
  }
  if (cron === undefined) {
    if (timezone !== undefined) throw new TurnOptionError('timezone', timezone, 'absent: it goes with cron alone');
    const interval = spanOf('every', every, SECOND_MS);
    if (interval % SECOND_MS !== 0) throw new TurnOptionError('every', every, 'whole seconds');
    // Without an offset intervals begin at the epoch: a day's at midnight UTC.
    return { intervals: [{ every: interval, offset: (Math.floor(now / SECOND_MS) * SECOND_MS) % interval }] };
  }
  const fits = typeof cron === 'string' && cron.trim() !== '' && cron.length <= MOST_CRON_LENGTH;
  if (!fits) throw new TurnOptionError('cron', cron, "a cron expression, e.g. '0 9 * * 1-5'");
  // The server keeps the times in another form, and what stands behind the `#` as it is.
  const cronExpressions = [`${cron.split('#')[0]} # ${cron}`];
  if (timezone === undefined) return { cronExpressions };
  if (typeof timezone !== 'string' || timezone === '') throw unknownZone(timezone);
  return { cronExpressions, timezone };
}

/** Temporal's name of what may overlap. @throws {TurnOptionError} */
export function readOverlap(overlap: Overlap = 'skip'): ScheduleOverlapPolicy {
  const policy = OVERLAPS.get(overlap);
  if (policy) return policy;
  throw new TurnOptionError('overlap', overlap, [...OVERLAPS.keys()].join(', '));
}

/** How late a turn may start, in milliseconds. @throws {TurnOptionError} */
export function readCatchup(catchup: Duration | undefined): number {
  return catchup === undefined ? DEFAULT_CATCHUP_MS : spanOf('catchup', catchup, LEAST_CATCHUP_MS);
}

/** Returns the id of a schedule as it is. @throws {TurnOptionError} when its turns could not have ids of it. */
export function checkScheduleId(scheduleId: unknown): string {
  return checkTurnId(scheduleId, 'scheduleId', MOST_ID_LENGTH);
}

/** The same of a schedule that is to be made. @throws {TurnOptionError} too, when the server could not list its turns by it. */
export function checkNewScheduleId(scheduleId: unknown): string {
  const checked = checkScheduleId(scheduleId);
  if (!/["\\]/.test(checked)) return checked;
  throw new TurnOptionError(
    'scheduleId',
    scheduleId,
    'without double quotes and backslashes: no query of the server finds them',
  );
}

/** The server's own words on a cron expression or a time zone, as the refusal of that option. */
export function refusedTiming(
  { cron, timezone }: { readonly cron?: string; readonly timezone?: string },
  said: string,
): TurnOptionError {
  if (/time ?zone/i.test(said)) return unknownZone(timezone);
  return new TurnOptionError('cron', cron, `a cron expression that the server takes (it says: ${said})`);
}

function unknownZone(timezone: unknown): TurnOptionError {
  return new TurnOptionError('timezone', timezone, "the name of a time zone, e.g. 'Europe/Paris'");
}

function spanOf(option: string, value: unknown, least: number): number {
  const ms = milliseconds(value);
  if (ms !== undefined && ms >= least && ms <= MOST_MS) return ms;
  const range = `a duration from ${printedDuration(least)} to ${printedDuration(MOST_MS)}`;
  throw new TurnOptionError(option, value, `${range}, e.g. '1h' or milliseconds`);
}
