/** What goes wrong with a schedule. Every message says what to do. */
import type { Overlap } from './schedule-options.js';

/** There is no such schedule of turns. */
export class ScheduleNotFoundError extends Error {
  override readonly name = 'ScheduleNotFoundError';

  constructor(
    readonly scheduleId: string,
    readonly namespace: string,
    /** Type of the workflow that the schedule of this id starts, when that is no turn. */
    readonly workflowType?: string,
  ) {
    super(
      workflowType === undefined
        ? `there is no schedule "${scheduleId}" in namespace "${namespace}"`
        : `schedule "${scheduleId}" in namespace "${namespace}" starts no turns but workflows of type "${workflowType}"`,
    );
  }
}

/** A schedule has this id already. Nothing was changed. */
export class ScheduleExistsError extends Error {
  override readonly name = 'ScheduleExistsError';

  constructor(readonly scheduleId: string) {
    super(`there is a schedule "${scheduleId}" already: update it, delete it first, or take another id`);
  }
}

/** A schedule was triggered and started no turn so far. */
export class ScheduleNotTriggeredError extends Error {
  override readonly name = 'ScheduleNotTriggeredError';

  constructor(
    readonly scheduleId: string,
    readonly overlap: Overlap | '?',
  ) {
    super(`schedule "${scheduleId}" has started no turn: ${WHY_NOT[overlap]} (its overlap policy is "${overlap}")`);
  }
}

const WHY_NOT: Readonly<Record<Overlap | '?', string>> = {
  skip: 'one of its turns runs, so this one was left out',
  queue: 'one of its turns runs; if no other waits already, it starts when that has ended',
  cancel: 'one of its turns runs, which is cancelled first; it starts when that has ended',
  parallel: 'the server is slow, or another was started in the same second',
  '?': 'one of its turns runs, probably',
};
