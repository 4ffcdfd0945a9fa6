/**
 * A turn as a waterfall for a terminal: a line for each model call and each tool call, with its bar in time, outcome,
 * milliseconds and attempts. Pure. Rule: nothing that a model or a tool wrote reaches the terminal as a control character.
 */
import { columns, printable } from './printable.js';
import type { CallView, StepView, TurnView } from './turn-view.js';

/** How the waterfall is drawn. */
export interface WaterfallOptions {
  /** Columns of the terminal. @default 100 */
  readonly width?: number;
  /** Up to when open activities are drawn, in ms since the epoch. @default the last event that was read */
  readonly now?: number;
}

/** A line before it is drawn. */
interface Row {
  readonly label: string;
  readonly scheduledAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly outcome: string;
  readonly attempts: number;
}

const LEAST_WIDTH = 60;
const MOST_LABEL = 44;
const LEAST_LABEL = 20;
const OUTCOME_WIDTH = 17;
const TIME_WIDTH = 9;
const ATTEMPTS_WIDTH = 5;
const WAITING = '░';
const RUNNING = '█';

/** The lines of the waterfall; `░` is waiting and earlier attempts, `█` the last attempt. No line is over `width` columns. */
export function waterfall(view: TurnView, options: WaterfallOptions = {}): string[] {
  const width = Math.max(LEAST_WIDTH, Math.floor(options.width ?? 100));
  const end = view.closedAt ?? Math.max(view.seenAt, options.now ?? 0);
  const rows = view.steps.flatMap((step) => [modelRow(step), ...step.calls.map(callRow)]);
  const labelWidth = Math.min(
    Math.max(LEAST_LABEL, ...rows.map((row) => columns(row.label))),
    MOST_LABEL,
    Math.floor(width / 3),
  );
  const barWidth = width - labelWidth - OUTCOME_WIDTH - TIME_WIDTH - ATTEMPTS_WIDTH - 4;
  const scale = barWidth / Math.max(1, end - view.startedAt);
  const column = (at: number) => Math.min(barWidth, Math.max(0, Math.floor((at - view.startedAt) * scale)));

  const line = (row: Row) => {
    const ended = row.endedAt ?? end;
    const ms = row.scheduledAt === undefined ? '' : duration(ended - row.scheduledAt);
    const attempts = row.attempts > 1 ? `×${row.attempts}` : '';
    return [
      padded(row.label, labelWidth),
      bar(row, ended, column).padEnd(barWidth),
      row.outcome.padEnd(OUTCOME_WIDTH),
      ms.padStart(TIME_WIDTH),
      attempts.padStart(ATTEMPTS_WIDTH),
    ]
      .join(' ')
      .trimEnd();
  };
  const title = `turn ${view.turnId} · agent ${view.agent} · ${view.status} · ${duration(end - view.startedAt)}`;
  return [printable(title, width), ...rows.map(line)];
}

/** Milliseconds as `840 ms`, `12.3 s`, `4 min 5 s`, `23 h 59 min` or `29 d 4 h`. */
export function duration(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < 1_000) return `${whole} ms`;
  if (whole < 99_950) return `${(whole / 1_000).toFixed(1)} s`;
  const seconds = Math.round(whole / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 100) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function modelRow(step: StepView): Row {
  const model = step.from ? ` ${step.from.model}` : '';
  const outcome = step.state === 'done' ? answerText(step) : step.state;
  return {
    ...step,
    label: printable(`${step.step} ${step.agent ?? 'model'}${model}`, MOST_LABEL),
    outcome,
    scheduledAt: step.scheduledAt,
    ...times(step),
  };
}

function answerText(step: StepView): string {
  if (step.finish !== 'stop') return step.finish ?? 'done';
  return step.calls.length === 0 ? 'answer' : `${step.calls.length} call${step.calls.length === 1 ? '' : 's'}`;
}

function callRow(call: CallView): Row {
  return {
    label: printable(`  ${call.name}(${call.arguments})`, MOST_LABEL),
    outcome: call.outcome ?? (isAsked(call) ? 'asks a person' : call.state),
    attempts: call.attempts,
    scheduledAt: call.scheduledAt,
    ...times(call),
  };
}

/** A person is to decide about the call. */
function isAsked({ approval, state }: CallView): boolean {
  return state === 'planned' && approval !== undefined && !approval.decided;
}

function times(of: StepView | CallView): Pick<Row, 'startedAt' | 'endedAt'> {
  return { startedAt: of.startedAt, endedAt: of.endedAt };
}

function padded(label: string, width: number): string {
  const text = printable(label, width);
  return `${text}${' '.repeat(Math.max(0, width - columns(text)))}`;
}

function bar(row: Row, ended: number, column: (at: number) => number): string {
  if (row.scheduledAt === undefined) return '';
  const from = column(row.scheduledAt);
  // A call that ended without a start seen in history was waiting all the time.
  const start = column(row.startedAt ?? ended);
  const to = Math.max(column(ended), from + 1);
  const filled = row.startedAt === undefined ? 0 : Math.max(1, to - start);
  return `${' '.repeat(from)}${WAITING.repeat(Math.max(0, to - from - filled))}${RUNNING.repeat(filled)}`;
}
