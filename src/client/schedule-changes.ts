/**
 * A schedule with some of it changed. Rules: what isn't named stays as it is, the turns that it started and its being paused
 * included; what is named is checked as when a schedule is made. Its agent stays: the server can't change the note of it.
 */
import type { ScheduleDescription, ScheduleUpdateOptions } from '@temporalio/client';
import type { TypedAgent } from '../definition/agent-types.js';
import { checkInput, type InputItem } from './check-input.js';
import { checkKnown } from './check-options.js';
import type { StartArguments } from './everycall-client.js';
import { TurnOptionError } from './input-error.js';
import { startedWith, turnAction } from './schedule-action.js';
import {
  readCatchup,
  readOverlap,
  readTiming,
  type ScheduleSettings,
  type ScheduleTiming,
} from './schedule-options.js';
import { timesOf } from './schedule-view.js';
import { readMemo, readSettings, TURN_OPTIONS } from './start-turn.js';

/** What of a schedule is to be another: its times, how they are kept, and its turns. */
export type ScheduleChanges<A extends TypedAgent = TypedAgent> = {
  readonly [Name in keyof ScheduleTiming]?: ScheduleTiming[Name];
} & Pick<ScheduleSettings, 'overlap' | 'catchup'> &
  Partial<Omit<NonNullable<StartArguments<A>[0]>, 'turnId'>> & {
    /** What the user says each time. */
    readonly input?: string | readonly InputItem[];
  };

const CHANGES: readonly string[] = ['input', 'every', 'cron', 'timezone', 'overlap', 'catchup', ...TURN_OPTIONS];

/**
 * The schedule as it is to be.
 * @throws {TurnOptionError} {@link InputRefusedError} {@link InputTooLargeError}
 */
export function changedSchedule(is: ScheduleDescription, changes: ScheduleChanges, now: number): ScheduleUpdateOptions {
  checkKnown('changes', changes, CHANGES);
  if (Object.values(changes).every((value) => value === undefined)) {
    throw new TurnOptionError('changes', changes, `something of ${CHANGES.join(', ')}`);
  }
  const { overlap, catchup } = changes;
  return {
    spec: changedTiming(is, changes, now),
    action: changedAction(is, changes),
    policies: {
      ...is.policies,
      ...(overlap !== undefined && { overlap: readOverlap(overlap) }),
      ...(catchup !== undefined && { catchupWindow: readCatchup(catchup) }),
    },
    state: is.state,
  };
}

function changedTiming(is: ScheduleDescription, { every, cron, timezone }: ScheduleChanges, now: number) {
  if (every === undefined && cron === undefined && timezone === undefined) return is.spec;
  const before = timesOf(is.raw.schedule?.spec);
  const kept = every === undefined ? before : {};
  const timing = { every, cron: cron ?? kept.cron, timezone: timezone ?? kept.timezone };
  return readTiming(timing as ScheduleTiming, now);
}

function changedAction({ scheduleId, action }: ScheduleDescription, changes: ScheduleChanges) {
  const { input, stream, memo } = changes;
  const before = startedWith(action.args);
  if (!before) throw new TurnOptionError('scheduleId', scheduleId, 'that of a schedule which everycall made');
  const { stream: streamed, ...rest } = before;
  const turn = {
    ...rest,
    ...(streamed && stream === undefined && { stream: streamed }),
    ...(input !== undefined && { input: checkInput(input) }),
    ...readSettings(changes),
  };
  const notes = memo === undefined ? (action.memo ?? {}) : readMemo(changes);
  return turnAction({ scheduleId, taskQueue: action.taskQueue, turn, memo: notes });
}
