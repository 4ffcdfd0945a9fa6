/**
 * Tells that nobody works on a turn, or nobody who has its agent. Rule: by what the server says of this turn, since it
 * remembers the pollers of a queue for minutes after their death.
 */
import proto from '@temporalio/proto';
import type { EverycallClient } from '../client/everycall-client.js';
import { printable } from '../history/printable.js';
import { FAILURE } from '../protocol/failure.js';
import { commandName } from './command-name.js';

const TAKEN_WITHIN_MS = 2_500;
const MOST_COLUMNS = 400;

/** Calls `tell` when after 2.5 s no worker has taken the turn, or those asked lack its agent. @returns ends the watch. */
export function watchForWorker(
  client: EverycallClient,
  { turnId, agent }: { readonly turnId: string; readonly agent: string },
  flags: string,
  tell: (line: string) => void,
): () => void {
  let over = false;
  const check = async () => {
    const { raw } = await client.temporal.workflow.getHandle(turnId).describe();
    const lacked = raw.pendingActivities?.some(isLacking);
    if (lacked && !over) tell(noAgentText(client.taskQueue, agent));
    const scheduled = proto.temporal.api.enums.v1.PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED;
    const waits = raw.pendingWorkflowTask?.state === scheduled;
    if (!waits || over) return;
    const pollers = await client.pollers();
    // Something may have happened in between.
    if (!over) tell(noWorkerText(client.taskQueue, pollers, flags));
  };
  // What goes wrong here goes wrong for the turn's events as well, which tell it.
  const timer = setTimeout(() => void check().catch(() => {}), TAKEN_WITHIN_MS);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** Its worker lacked the agent; the server tries it again, on another one if there is one. */
function isLacking({ lastFailure }: proto.temporal.api.workflow.v1.IPendingActivityInfo): boolean {
  return lastFailure?.applicationFailureInfo?.type === FAILURE.missing;
}

/** The line for an agent that no worker has so far. */
export function noAgentText(taskQueue: string, agent: string): string {
  const line = `no worker of task queue "${taskQueue}" that was asked has an agent "${agent}"; waiting for one that has it`;
  return printable(line, MOST_COLUMNS);
}

/** The line, and how to start a worker. */
export function noWorkerText(taskQueue: string, pollers: number, flags: string, command = commandName()): string {
  const who =
    pollers === 0
      ? `no worker polls task queue "${taskQueue}"`
      : `no worker of task queue "${taskQueue}" has taken the turn yet; those that polled it last are gone or busy`;
  return printable(`${who}: the turn waits. Start one: ${command} worker AGENTS_FILE${flags}`, MOST_COLUMNS);
}
