/**
 * Tells that nobody works on a turn, or nobody who has its agent. Rule: by what the server says of this turn, since it
 * remembers the pollers of a queue for minutes after their death.
 */
import proto from '@temporalio/proto';
import type { EverycallClient } from '../client/everycall-client.js';
import { AGENT_MEMO, DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { printable } from '../history/printable.js';
import { FAILURE } from '../protocol/failure.js';
import { commandName } from './command-name.js';
import { flagsOf, type ServerChoice } from './server-options.js';

/** How long a worker that is there may take, in milliseconds. */
export const TAKEN_WITHIN_MS = 2_500;
const MOST_COLUMNS = 400;

/** Calls `tell` when after 2.5 s no worker has taken the turn, or those asked lack its agent. @returns ends the watch. */
export function watchForWorker(
  client: EverycallClient,
  turnId: string,
  choice: ServerChoice,
  tell: (line: string) => void,
): () => void {
  let over = false;
  const check = async () => {
    // A turn may run on another task queue than the client's: a fork stays on that of its origin.
    const { raw, taskQueue, memo } = await client.temporal.workflow.getHandle(turnId).describe();
    const lacked = raw.pendingActivities?.some(isLacking);
    if (lacked && !over) tell(noAgentText(taskQueue, String(memo?.[AGENT_MEMO])));
    const scheduled = proto.temporal.api.enums.v1.PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED;
    const waits = raw.pendingWorkflowTask?.state === scheduled;
    if (!waits || over) return;
    const pollers = await client.pollers(taskQueue);
    // Something may have happened in between.
    if (!over) tell(noWorkerText(taskQueue, pollers, workerFlags(choice, taskQueue)));
  };
  // What goes wrong here goes wrong for the turn's events as well, which tell it.
  const timer = setTimeout(() => void check().catch(() => {}), TAKEN_WITHIN_MS);
  return () => {
    over = true;
    clearTimeout(timer);
  };
}

/** Flags by which `worker` serves this task queue where this command looked. */
export function workerFlags(choice: ServerChoice, taskQueue: string): string {
  const { taskQueue: _own, ...server } = choice;
  return flagsOf(taskQueue === DEFAULT_TASK_QUEUE ? server : { ...server, taskQueue });
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

/** The line for turns that are still to come. */
export function noPollersText(taskQueue: string, flags: string, command = commandName()): string {
  const line = `no worker polls task queue "${taskQueue}" now: turns will wait. Start one: ${command} worker AGENTS_FILE${flags}`;
  return printable(line, MOST_COLUMNS);
}
