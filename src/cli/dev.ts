/**
 * `everycall dev`: a Temporal server, its UI and a worker of the agents, all in one terminal. Rules: it never uses a
 * server that the environment names; turns stand in a file and go on at the next start; Ctrl-C leaves nothing running.
 */
import { NativeConnection } from '@temporalio/worker';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { startEmbeddedServer, type EmbeddedServer } from '../server/embedded-server.js';
import { loadAgentsFile } from '../worker/load-agents-file.js';
import { startWorker } from '../worker/run-worker.js';
import type { EverycallWorkerOptions } from '../worker/worker-options.js';
import { CommandError } from './command-error.js';
import { lockDatabase } from './db-lock.js';
import { devBanner } from './dev-banner.js';
import { EXIT } from './exit-code.js';
import { missingKeys, workerIdentity } from './served-agents.js';
import { outliveRejections, stopSignals, stopWorker, type StopSignals } from './serve.js';
import { painter, tell } from './terminal.js';
import { installWorkerLog } from './worker-log.js';

/** Options of the command, as parsed. */
export interface DevOptions {
  /** SQLite file. */
  readonly db: string;
  readonly port: number;
  readonly uiPort: number;
  readonly taskQueue?: string;
}

/** Runs the command. @returns the exit code. */
export async function dev(file: string, options: DevOptions): Promise<number> {
  const { connection: _elsewhere, ...served } = await loadAgentsFile(file);
  const paint = painter(process.stderr);
  const unlock = await lockDatabase(options.db);
  try {
    const server = await startEmbeddedServer({
      dbFile: options.db,
      port: options.port,
      uiPort: options.uiPort,
      onProgress: (line) => tell(paint('quiet', line)),
    });
    const signals = stopSignals();
    try {
      const taskQueue = options.taskQueue ?? served.taskQueue ?? DEFAULT_TASK_QUEUE;
      return await serve({ ...served, taskQueue }, server, signals);
    } finally {
      await server.stop();
      signals.release();
    }
  } finally {
    await unlock();
  }
}

async function serve(
  options: EverycallWorkerOptions & { readonly taskQueue: string },
  server: EmbeddedServer,
  signals: StopSignals,
): Promise<number> {
  installWorkerLog();
  const { agents, identity = workerIdentity(agents) } = options;
  const connection = await NativeConnection.connect({ address: server.address });
  const leaveRejections = outliveRejections();
  try {
    const running = await startWorker({ ...options, connection, identity, namespace: server.namespace });
    devBanner({ server, agents, taskQueue: options.taskQueue }).forEach(tell);
    for (const line of missingKeys(options, process.env)) tell(painter(process.stderr)('notice', line));
    const ended = await Promise.race([signals.first, running.stopped, server.killed.then(() => 'server' as const)]);
    if (ended === 'server') throw new CommandError('the Temporal server ended by itself; start again to go on');
    return (await stopWorker(running, options)) ? EXIT.ok : EXIT.failed;
  } finally {
    await connection.close().catch(() => {});
    leaveRejections();
  }
}
