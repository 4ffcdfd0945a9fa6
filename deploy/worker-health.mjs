/**
 * The worker container's health check. Rule: healthy is what Temporal has seen poll: a process that runs but polls nothing
 * isn't. Looks for this host among the pollers of the task queue; a container's host name is its own. Exits 0 or 1.
 */
import { hostname } from 'node:os';
import { connect } from 'everycall/client';
import proto from '@temporalio/proto';

/** A poll lasts at most 60 s. */
const SILENT_MS = 75_000;

const client = await connect({ connectTimeoutMs: 5_000 });
try {
  const { connection } = client.temporal;
  const { pollers } = await connection.withDeadline(Date.now() + 5_000, () =>
    connection.workflowService.describeTaskQueue({
      namespace: client.namespace,
      taskQueue: { name: client.taskQueue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    }),
  );
  const since = (Date.now() - SILENT_MS) / 1000;
  const ours = (pollers ?? []).filter(({ identity }) => identity?.includes(`@${hostname()}`));
  const polls = ours.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) >= since);
  if (!polls) console.error(`no worker of ${hostname()} polls ${client.taskQueue}`);
  process.exitCode = polls ? 0 : 1;
} finally {
  await client.close();
}
