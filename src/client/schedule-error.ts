/** What goes wrong with a schedule. Every message says what to do. */

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
    super(`there is a schedule "${scheduleId}" already: delete it first, or take another id`);
  }
}

/** A schedule was triggered and started no turn so far. */
export class ScheduleNotTriggeredError extends Error {
  override readonly name = 'ScheduleNotTriggeredError';

  constructor(
    readonly scheduleId: string,
    readonly overlap: string,
    readonly waitedMs: number,
  ) {
    super(
      `schedule "${scheduleId}" started no turn within ${waitedMs / 1000} s: one of its turns is probably running still, ` +
        `and its overlap policy is "${overlap}"`,
    );
  }
}
