/**
 * `everycallActivities`: for a worker that runs `agentTurn` among its own workflows (from `everycall/workflow`), on its
 * own task queue. Everyone else uses `runWorker` or `everycallPlugin`, which register these by themselves.
 */
import { Runtime } from '@temporalio/worker';
import { TranscriptCache } from '../activities/transcript-cache.js';
import { checkAgents } from '../definition/check-agents.js';
import { openExchanges } from '../models/exchange/exchanges.js';
import { useStorage } from '../storage/use-storage.js';
import { logLines } from './log-lines.js';
import { makeActivities } from './make-activities.js';
import type { EverycallWorkerOptions } from './worker-options.js';

/** MCP tools run on everycall's own worker alone. */
export class McpOnHostWorkerError extends Error {
  override readonly name = 'McpOnHostWorkerError';

  constructor(
    readonly agent: string,
    readonly server: string,
  ) {
    super(`agent "${agent}" has the MCP server "${server}", whose tools only runWorker and everycallPlugin can serve`);
  }
}

/**
 * Activities by type: `callModel`, `recordEnd`, those of sessions, and one under each tool's name. Spread them into
 * `Worker.create({ activities })`; a name that the worker has already is the caller's to avoid.
 * @throws {DefinitionError} for agents with the same name.
 * @throws {McpOnHostWorkerError} for an agent with an MCP server.
 * @throws {ExchangeFolderError} when EVERYCALL_RECORD or EVERYCALL_REPLAY names a folder that can't be used.
 */
export function everycallActivities(
  options: Pick<EverycallWorkerOptions, 'agents' | 'openai' | 'externalStorage' | 'onTurnFinished'>,
): Record<string, (...args: never[]) => Promise<unknown>> {
  const served = checkAgents(options.agents);
  for (const { name, mcpServers } of served.values()) {
    // Their tools are known only when a turn begins, and a host's worker has no catch-all for them.
    if (mcpServers.length > 0) throw new McpOnHostWorkerError(name, mcpServers[0]!.name);
  }
  const agents = [...served.values()];
  const log = logLines(Runtime.instance().logger);
  const exchanges = openExchanges(process.env, log.note);
  const { externalStorage: storage } = options;
  useStorage(storage);
  const made = makeActivities({
    ...options,
    agents,
    storage,
    cache: new TranscriptCache(),
    log,
    exchanges,
  });
  // The catch-all is for everycall's own worker alone: here it would swallow the host's unknown activities.
  const { default: _catchAll, ...activities } = made;
  return activities;
}
