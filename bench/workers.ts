/** The workers of the two sides, with the same tuning. */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { startWorker } from '../src/worker.js';
import { tunedOptions } from '../src/worker/worker-options.js';
import { benchAgent } from './bench-agent.js';
import { plainActivities } from './plain-activities.js';

/** Which side a worker serves. */
export type SideName = 'everycall' | 'plain';

/** Where a worker runs. */
export interface WorkerPlace {
  /** Temporal's address. */
  readonly address: string;
  readonly taskQueue: string;
  /** Base URL of the model server. */
  readonly modelURL: string;
}

/** A worker of either side. */
export interface BenchWorker {
  /** Queries made to turns and bytes that they brought; always 0 on the plain side. */
  readonly fetched: { readonly queries: number; readonly bytes: number };
  /** Rejects when it fails by itself. */
  readonly stopped: Promise<void>;
  /** Stops it; resolves once it has stopped. */
  stop(): Promise<void>;
}

/** Starts a worker of a side. */
export async function benchWorker(side: SideName, place: WorkerPlace): Promise<BenchWorker> {
  const connection = await NativeConnection.connect({ address: place.address });
  const worker = side === 'everycall' ? await everycall(place, connection) : await plain(place, connection);
  return {
    fetched: worker.fetched,
    stopped: worker.stopped,
    async stop() {
      await worker.stop();
      await connection.close();
    },
  };
}

async function everycall({ taskQueue, modelURL }: WorkerPlace, connection: NativeConnection): Promise<BenchWorker> {
  const running = await startWorker({ agents: [benchAgent(modelURL)], connection, taskQueue });
  return { fetched: running.fetched, stopped: running.stopped, stop: () => running.shutdown() };
}

async function plain({ taskQueue, modelURL }: WorkerPlace, connection: NativeConnection): Promise<BenchWorker> {
  const worker = await Worker.create({
    // Tuning is not what is compared: the plain side gets everycall's.
    ...tunedOptions({ agents: [] }),
    connection,
    taskQueue,
    workflowBundle: await plainBundle(),
    activities: plainActivities(modelURL),
  });
  const running = worker.run();
  return {
    fetched: { queries: 0, bytes: 0 },
    stopped: running,
    stop() {
      worker.shutdown();
      return running;
    },
  };
}

function plainBundle(): Promise<WorkflowBundleWithSourceMap> {
  const workflowsPath = fileURLToPath(new URL('plain-workflow.ts', import.meta.url));
  return bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
}
