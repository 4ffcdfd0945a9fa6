/** A schedule as the server tells it, in plain objects. Rule: only everycall's own notes are decoded where many are listed. */
import type { ScheduleDescription } from '@temporalio/client';
import type { LoadedDataConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';
import { AGENT_TURN } from '../contract/names.js';
import type { TurnInput } from '../contract/turn.js';
import { PayloadReader } from '../history/payload-reader.js';
import { millis } from '../history/read-fact.js';
import { readNotes } from '../history/read-memo.js';
import { startedWith } from './schedule-action.js';
import { OVERLAPS, type Overlap } from './schedule-options.js';

/** A schedule in a list. Times in ms since the epoch. */
export interface ScheduleSummary {
  readonly scheduleId: string;
  /** '' when it was not made by everycall's client, '?' when the name can't be decoded. */
  readonly agent: string;
  /** Interval in milliseconds. */
  readonly everyMs?: number;
  /** As it was given; absent where the schedule was changed by other means. */
  readonly cron?: string;
  readonly timezone?: string;
  readonly paused: boolean;
  /** Why it is paused, or why it is not any more. */
  readonly note?: string;
  /** The next times, at most 5; none when it never starts a turn again. */
  readonly nextAt: readonly number[];
  /** The latest turns that it started, the newest last, at most 10. */
  readonly recent: readonly ScheduledTurn[];
}

/** A turn that a schedule started. */
export interface ScheduledTurn {
  readonly turnId: string;
  /** When it was due. */
  readonly dueAt: number;
  readonly startedAt: number;
}

/** All of a schedule. */
export interface ScheduleView extends ScheduleSummary {
  /** What its turns are started with. */
  readonly input: TurnInput;
  readonly taskQueue: string;
  /** '?' for one of Temporal's that everycall doesn't give. */
  readonly overlap: Overlap | '?';
  readonly catchupMs: number;
  readonly createdAt: number;
  /** Turns that were started, missed for longer than `catchupMs`, and left out since another was running. */
  readonly counts: { readonly started: number; readonly missed: number; readonly skipped: number };
}

type Listed = temporal.api.schedule.v1.IScheduleListEntry;
type Action = temporal.api.schedule.v1.IScheduleActionResult;

const MOST_NEXT = 5;

/** A listed schedule; undefined when it starts no turns. */
export async function summaryOf(
  { scheduleId, info, memo }: Listed,
  namespace: string,
  converter: LoadedDataConverter,
): Promise<ScheduleSummary | undefined> {
  if (info?.workflowType?.name !== AGENT_TURN) return undefined;
  const id = scheduleId ?? '';
  const { agent } = await readNotes(memo, new PayloadReader(id, namespace, converter));
  return {
    scheduleId: id,
    agent,
    ...timesOf(info.spec),
    paused: info.paused === true,
    ...(info.notes && { note: info.notes }),
    nextAt: (info.futureActionTimes ?? []).slice(0, MOST_NEXT).map(millis),
    recent: (info.recentActions ?? []).flatMap(turnOf),
  };
}

/** A described schedule. */
export function viewOf(description: ScheduleDescription): ScheduleView {
  const { scheduleId, action, policies, state, info, raw } = description;
  const input = startedWith(action.args) ?? { agent: '', input: [] };
  const overlap = [...OVERLAPS].find(([, policy]) => policy === policies.overlap)?.[0];
  return {
    scheduleId,
    agent: input.agent,
    ...timesOf(raw.schedule?.spec),
    paused: state.paused,
    ...(state.note && { note: state.note }),
    nextAt: info.nextActionTimes.slice(0, MOST_NEXT).map((time) => time.getTime()),
    recent: (raw.info?.recentActions ?? []).flatMap(turnOf),
    input,
    taskQueue: action.taskQueue,
    overlap: overlap ?? '?',
    catchupMs: policies.catchupWindow,
    createdAt: info.createdAt.getTime(),
    counts: {
      started: info.numActionsTaken,
      missed: info.numActionsMissedCatchupWindow,
      skipped: info.numActionsSkippedOverlap,
    },
  };
}

/** The times of a schedule, as they were given. */
export function timesOf(
  spec: temporal.api.schedule.v1.IScheduleSpec | null | undefined,
): Pick<ScheduleSummary, 'everyMs' | 'cron' | 'timezone'> {
  const [interval] = spec?.interval ?? [];
  const cron = spec?.structuredCalendar?.[0]?.comment;
  return {
    ...(interval && { everyMs: millis(interval.interval) }),
    ...(!interval && cron && { cron }),
    ...(spec?.timezoneName && { timezone: spec.timezoneName }),
  };
}

function turnOf({ startWorkflowResult, scheduleTime, actualTime }: Action): ScheduledTurn[] {
  const turnId = startWorkflowResult?.workflowId;
  return turnId ? [{ turnId, dueAt: millis(scheduleTime), startedAt: millis(actualTime) }] : [];
}
