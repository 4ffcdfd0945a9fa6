/** Whether anybody works on a task queue. */
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { millis } from '../history/read-fact.js';

/** A worker's poll lasts at most 60 s, and the server remembers dead pollers for minutes. */
const SILENT_MS = 75_000;
const REQUEST_MS = 5_000;

/** Identities of the workers that have polled the queue for workflow tasks in the last 75 s. */
export async function pollersOf(temporal: Client, taskQueue: string): Promise<string[]> {
  const { connection } = temporal;
  const response = await connection.withDeadline(Date.now() + REQUEST_MS, () =>
    connection.workflowService.describeTaskQueue({
      namespace: temporal.workflow.options.namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    }),
  );
  const since = Date.now() - SILENT_MS;
  const lately = (response.pollers ?? []).filter((poller) => millis(poller.lastAccessTime) >= since);
  return lately.map((poller) => poller.identity ?? '');
}
