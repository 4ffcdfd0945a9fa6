/**
 * `everycallPlugin`: agents beside the workflows of a worker that exists. Rule: the host worker's workflows and
 * activities stay untouched; everycall's own worker runs beside it, on the same connection, with the same identity and
 * converters, on a task queue of its own, and stops with it.
 */
import type { NativeConnection, Worker, WorkerOptions, WorkerPlugin } from '@temporalio/worker';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { createWorker, type CreatedWorker } from './create-worker.js';
import type { EverycallWorkerOptions } from './worker-options.js';

/** Options of the plugin: what the host worker has is taken from it. */
export type EverycallPluginOptions = Omit<
  EverycallWorkerOptions,
  'connection' | 'namespace' | 'identity' | 'dataConverter'
>;

/** The host worker and everycall's would poll one task queue with different workflows. */
export class TaskQueueTakenError extends Error {
  override readonly name = 'TaskQueueTakenError';

  constructor(readonly taskQueue: string) {
    super(`task queue "${taskQueue}" is the host worker's own: give everycallPlugin({ taskQueue }) another name`);
  }
}

/** The plugin needs the host's connection to open its own worker. */
export class HostConnectionMissingError extends Error {
  override readonly name = 'HostConnectionMissingError';

  constructor() {
    super("everycallPlugin runs on the host worker's connection: pass `connection` to Worker.create");
  }
}

/**
 * A plugin for `Worker.create({ plugins: [everycallPlugin({ agents })] })`.
 * Worker.create throws TaskQueueTakenError or HostConnectionMissingError when the host can't take it.
 */
export function everycallPlugin(options: EverycallPluginOptions): WorkerPlugin {
  let beside: Promise<CreatedWorker> | undefined;
  return {
    name: 'everycall',
    async configureWorker(host: WorkerOptions): Promise<WorkerOptions> {
      const taskQueue = options.taskQueue ?? DEFAULT_TASK_QUEUE;
      if (host.taskQueue === taskQueue) throw new TaskQueueTakenError(taskQueue);
      if (!host.connection) throw new HostConnectionMissingError();
      beside = ownWorker(options, host, host.connection);
      await beside;
      return host;
    },
    async runWorker(host: Worker, next: (worker: Worker) => Promise<void>): Promise<void> {
      const own = await beside;
      if (!own) return next(host);
      const { worker } = own;
      const stop = () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
      };
      const running = own.run();
      // A fatal error of either stops both: half a worker that looks alive is worse than none.
      running.catch(() => {
        if (host.getState() === 'RUNNING') host.shutdown();
      });
      await Promise.all([next(host).finally(stop), running]);
    },
  };
}

async function ownWorker(
  options: EverycallPluginOptions,
  host: WorkerOptions,
  connection: NativeConnection,
): Promise<CreatedWorker> {
  const inherited: EverycallWorkerOptions = {
    ...options,
    ...(host.identity !== undefined && { identity: host.identity }),
    ...(host.dataConverter && { dataConverter: host.dataConverter }),
    payloadConverterPath: options.payloadConverterPath ?? host.dataConverter?.payloadConverterPath,
  };
  return createWorker(inherited, connection, host.namespace ?? 'default');
}
