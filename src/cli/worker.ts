/** `everycall worker`: serves the agents of a file until it is told to stop. */
import { NativeConnection } from '@temporalio/worker';
import type { EverycallClient } from '../client/everycall-client.js';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { loadAgentsFile } from '../worker/load-agents-file.js';
import { startWorker } from '../worker/run-worker.js';
import type { EverycallWorkerOptions } from '../worker/worker-options.js';
import { EXIT } from './exit-code.js';
import { agentNames, missingKeys, otherAgents, workerIdentity } from './served-agents.js';
import { outliveRejections, stopSignals, stopWorker } from './serve.js';
import { connectionOf, withClient, type ServerChoice } from './server-options.js';
import { painter, tell } from './terminal.js';
import { installWorkerLog } from './worker-log.js';

/** Runs the command. @returns the exit code. */
export async function worker(file: string, choice: ServerChoice): Promise<number> {
  const options = await loadAgentsFile(file);
  const taskQueue = choice.taskQueue ?? options.taskQueue ?? DEFAULT_TASK_QUEUE;
  const namespace = choice.namespace ?? options.namespace;
  const server = { ...choice, taskQueue, ...(namespace !== undefined && { namespace }) };
  // A connection of the file's own is used as it is, unless an address says otherwise.
  if (options.connection && choice.address === undefined) {
    return serve(options, options.connection, { taskQueue, where: "the agents file's own connection", namespace });
  }
  return withClient(server, async (client) => {
    await warnOfOthers(client, options);
    installWorkerLog();
    const target = connectionOf(server);
    const connection = await NativeConnection.connect(target);
    try {
      return await serve(options, connection, { taskQueue, where: target.address, namespace: client.namespace });
    } finally {
      await connection.close().catch(() => {});
    }
  });
}

async function serve(
  options: EverycallWorkerOptions,
  connection: NativeConnection,
  { taskQueue, where, namespace }: { taskQueue: string; where: string; namespace: string | undefined },
): Promise<number> {
  installWorkerLog();
  const { agents, identity = workerIdentity(agents) } = options;
  const signals = stopSignals();
  const leaveRejections = outliveRejections();
  try {
    const running = await startWorker({ ...options, connection, taskQueue, identity, ...(namespace && { namespace }) });
    const names = agentNames(agents).join(', ');
    tell(`ready: task queue ${taskQueue}, agents ${names}, at ${where}, namespace ${namespace ?? 'default'}`);
    missingKeys(options, process.env).forEach(warn);
    await Promise.race([signals.first, running.stopped]);
    return (await stopWorker(running, options)) ? EXIT.ok : EXIT.failed;
  } finally {
    signals.release();
    leaveRejections();
  }
}

async function warnOfOthers(client: EverycallClient, options: EverycallWorkerOptions): Promise<void> {
  const others = await otherAgents(client, options.agents);
  if (others === undefined) return;
  warn(
    `another worker of task queue ${client.taskQueue} serves other agents (${others}): all of a queue must serve the same`,
  );
}

function warn(line: string): void {
  tell(painter(process.stderr)('notice', line));
}
