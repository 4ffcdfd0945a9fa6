/** Makes everycall's own Temporal worker: the prebuilt workflows and the activities of the agents. */
import { Runtime, Worker, type NativeConnection } from '@temporalio/worker';
import { TranscriptCache } from '../activities/transcript-cache.js';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { checkAgents } from '../definition/check-agents.js';
import { openExchanges } from '../models/exchange/exchanges.js';
import { useStorage } from '../storage/use-storage.js';
import { buildId } from './build-id.js';
import { logLines } from './log-lines.js';
import { makeActivities } from './make-activities.js';
import { openMcp } from './open-mcp.js';
import { runWithThreads } from './run-with-threads.js';
import { converterOf, tunedOptions, type EverycallWorkerOptions } from './worker-options.js';
import { workflowBundle } from './workflow-bundle.js';

/** A worker that is ready to run, and its cache. */
export interface CreatedWorker {
  readonly worker: Worker;
  readonly cache: TranscriptCache;
  /** Runs the worker to its end, then ends what its tools left open: threads and MCP servers. */
  readonly run: () => Promise<void>;
}

/**
 * Creates a worker.
 * @throws {DefinitionError} for agents with the same name.
 * @throws {McpSdkMissingError} when an agent has an MCP server and the MCP SDK isn't installed.
 * @throws {ExchangeFolderError} when EVERYCALL_RECORD or EVERYCALL_REPLAY names a folder that can't be used.
 */
export async function createWorker(
  options: EverycallWorkerOptions,
  connection: NativeConnection,
  namespace: string,
): Promise<CreatedWorker> {
  const agents = [...checkAgents(options.agents).values()];
  const { logger } = Runtime.instance();
  const log = logLines(logger);
  const exchanges = openExchanges(process.env, log.note);
  const cache = new TranscriptCache();
  const mcp = await openMcp(agents, (message) => log.note('warn', message));
  const storage = converterOf(options)?.externalStorage;
  useStorage(storage);
  const bundle = await workflowBundle(options, logger);
  const worker = await Worker.create({
    ...tunedOptions(options),
    buildId: await buildId(bundle),
    connection,
    namespace,
    taskQueue: options.taskQueue ?? DEFAULT_TASK_QUEUE,
    workflowBundle: bundle,
    activities: makeActivities({
      agents,
      cache,
      log,
      openai: options.openai,
      exchanges,
      ...(mcp && { mcp }),
      onTurnFinished: options.onTurnFinished,
      storage,
    }),
  });
  const run = async () => {
    try {
      await runWithThreads(worker);
    } finally {
      await mcp?.close();
    }
  };
  return { worker, cache, run };
}
