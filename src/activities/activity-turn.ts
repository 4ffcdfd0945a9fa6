/** The turn that the running activity belongs to. */
import type { Info } from '@temporalio/activity';

/** The workflow and run of an activity. @throws {TypeError} for an activity that no workflow started. */
export function turnOf({ workflowExecution, activityType }: Info): { workflowId: string; runId: string } {
  if (!workflowExecution)
    throw new TypeError(`activity "${activityType}" was started by no workflow; everycall's run in turns only`);
  return workflowExecution;
}
