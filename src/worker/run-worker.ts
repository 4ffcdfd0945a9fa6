/** `runWorker`: serves agents until the process is told to stop. */
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';
import type { TranscriptCache } from '../activities/transcript-cache.js';
import { createWorker } from './create-worker.js';
import type { EverycallWorkerOptions } from './worker-options.js';

/** A running worker. */
export interface RunningWorker {
  /** Resolves once the worker has stopped; rejects on a fatal error. */
  readonly stopped: Promise<void>;
  /** Stops polling, lets running calls end, and resolves once the worker has stopped. */
  readonly shutdown: () => Promise<void>;
  /** Queries made to turns, and bytes that they brought: what the cache lacked. */
  readonly fetched: TranscriptCache['fetched'];
}

/** Starts a worker; resolves once it polls. SIGINT and SIGTERM stop it gracefully. */
export async function startWorker(options: EverycallWorkerOptions): Promise<RunningWorker> {
  const environment = options.connection ? undefined : loadClientConnectConfig();
  const connection = options.connection ?? (await NativeConnection.connect(environment?.connectionOptions));
  const namespace = options.namespace ?? environment?.namespace ?? 'default';
  const close = async () => {
    if (!options.connection) await connection.close();
  };
  try {
    const { worker, cache, run } = await createWorker(options, connection, namespace);
    const stopped = runToEnd(run, close);
    return {
      stopped,
      shutdown: () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
        return stopped;
      },
      fetched: cache.fetched,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function runToEnd(run: () => Promise<void>, close: () => Promise<void>): Promise<void> {
  try {
    await run();
  } finally {
    await close();
  }
}

/** Serves agents until SIGINT or SIGTERM; resolves once running calls have ended. */
export async function runWorker(options: EverycallWorkerOptions): Promise<void> {
  const { stopped } = await startWorker(options);
  await stopped;
}
