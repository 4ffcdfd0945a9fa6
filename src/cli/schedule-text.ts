/** Schedules as lines for a person and as JSON. Pure; every line is safe to print. */
import type { ScheduledTurn, ScheduleSummary, ScheduleView } from '../client/schedule-view.js';
import { printable } from '../history/printable.js';
import { textOf } from '../protocol/item.js';
import type { Paint } from './terminal.js';
import { counted } from './turn-text.js';

const MOST_COLUMNS = 400;

/** `2026-01-31 09:00:00Z`. */
export function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** `every 1h`, or the cron expression with its time zone. */
export function timingText({ everyMs, cron, timezone }: ScheduleSummary): string {
  if (everyMs !== undefined) return `every ${exactDuration(everyMs)}`;
  return `cron ${cron ?? '(set by other means)'}${timezone === undefined ? '' : ` ${timezone}`}`;
}

/** The lines of `schedule show`, above its turns. */
export function scheduleLines(view: ScheduleView, paint: Paint): string[] {
  const { scheduleId, agent, paused, note, input, taskQueue, overlap, catchupMs, nextAt, counts } = view;
  const state = paused ? paint('notice', 'paused') : paint('good', 'active');
  const said = input.input.map(textOf).join(' ');
  const next = nextAt.length === 0 ? 'never' : nextAt.map(timeText).join(', ');
  const line = (label: string, text: string) => `${label.padEnd(9)} ${printable(text, MOST_COLUMNS)}`;
  return [
    `${printable(`schedule ${scheduleId} · agent ${agent} · ${timingText(view)}`, MOST_COLUMNS)} · ${state}`,
    line('says', said === '' ? counted(input.input.length, 'item') : said),
    ...(input.context === undefined ? [] : [line('context', JSON.stringify(input.context))]),
    ...(input.limits === undefined ? [] : [line('limits', JSON.stringify(input.limits))]),
    line('queue', taskQueue),
    line('overlap', `${overlap}; starts up to ${exactDuration(catchupMs)} late`),
    line('next', next),
    ...(note === undefined ? [] : [line('note', note)]),
    line('turns', `${counts.started} started, ${counts.missed} missed, ${counts.skipped} left out`),
  ];
}

/** A schedule in JSON: times as texts. */
export function scheduleJson({ nextAt, recent, ...rest }: ScheduleSummary | ScheduleView) {
  const time = (at: number) => new Date(at).toISOString();
  const turn = ({ turnId, dueAt, startedAt }: ScheduledTurn) => ({
    turnId,
    dueAt: time(dueAt),
    startedAt: time(startedAt),
  });
  const created = 'createdAt' in rest ? { createdAt: time(rest.createdAt) } : {};
  return { ...rest, ...created, nextAt: nextAt.map(time), recent: recent.map(turn) };
}

/** The largest unit that holds it whole, e.g. `90m`: nothing is rounded. */
function exactDuration(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ] as const;
  const [unit, size] = units.find(([, unitMs]) => ms % unitMs === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}
