/** What the server does at each time of a schedule: it starts a turn. Pure. */
import type { ScheduleOptions as TemporalOptions } from '@temporalio/client';
import { AGENT_MEMO, AGENT_TURN, SCHEDULE_MEMO } from '../contract/names.js';
import type { TurnInput } from '../contract/turn.js';
import { isJson } from '../protocol/json.js';
import { checkSize } from './check-input.js';

/** Bytes of JSON that a scheduled turn may start with: the server keeps and copies it as long as the schedule stands. */
const MOST_SCHEDULED_BYTES = 500_000;

/** A turn that a schedule starts. */
export interface ScheduledStart {
  readonly scheduleId: string;
  readonly taskQueue: string;
  readonly turn: TurnInput;
  /** The caller's notes, checked. */
  readonly memo: Readonly<Record<string, unknown>>;
}

/**
 * The start of a turn, as the server takes it.
 * @throws {InputTooLargeError}
 */
export function turnAction({ scheduleId, taskQueue, turn, memo }: ScheduledStart): TemporalOptions['action'] {
  checkSize(turn, MOST_SCHEDULED_BYTES);
  return {
    type: 'startWorkflow',
    workflowType: AGENT_TURN,
    workflowId: scheduleId,
    taskQueue,
    args: [turn],
    memo: { ...memo, [AGENT_MEMO]: turn.agent, [SCHEDULE_MEMO]: scheduleId },
    staticSummary: turn.agent,
  };
}

/** What a schedule's turns are started with; undefined where other means than everycall's made it something else. */
export function startedWith(args: readonly unknown[] | undefined): TurnInput | undefined {
  const [turn] = args ?? [];
  const fits = isJson(turn) && typeof turn.agent === 'string' && Array.isArray(turn.input);
  return fits ? (turn as unknown as TurnInput) : undefined;
}
