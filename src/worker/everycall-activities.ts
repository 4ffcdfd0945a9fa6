/**
 * `everycallActivities`: for a worker that runs `agentTurn` among its own workflows (from `everycall/workflow`), on its
 * own task queue. Everyone else uses `runWorker` or `everycallPlugin`, which register these by themselves.
 */
import { Runtime } from '@temporalio/worker';
import { TranscriptCache } from '../activities/transcript-cache.js';
import { checkAgents } from '../definition/check-agents.js';
import { openExchanges } from '../models/exchange/exchanges.js';
import { logLines } from './log-lines.js';
import { makeActivities } from './make-activities.js';
import type { EverycallWorkerOptions } from './worker-options.js';

/**
 * Activities by type: `callModel`, `recordEnd`, and one under each tool's name. Spread them into
 * `Worker.create({ activities })`; a name that the worker has already is the caller's to avoid.
 * @throws {DefinitionError} for agents with the same name.
 * @throws {ExchangeFolderError} when EVERYCALL_RECORD or EVERYCALL_REPLAY names a folder that can't be used.
 */
export function everycallActivities(
  options: Pick<EverycallWorkerOptions, 'agents' | 'openai'>,
): Record<string, (...args: never[]) => Promise<unknown>> {
  checkAgents(options.agents);
  const { logger } = Runtime.instance();
  const exchanges = openExchanges(process.env, logger);
  const made = makeActivities({ ...options, cache: new TranscriptCache(), log: logLines(logger), exchanges });
  // The catch-all is for everycall's own worker alone: here it would swallow the host's unknown activities.
  const { default: _catchAll, ...activities } = made;
  return activities;
}
