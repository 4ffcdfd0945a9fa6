/** `everycall/worker`: serves agents on Temporal. */
export { runWorker, startWorker, type RunningWorker } from './worker/run-worker.js';
export {
  everycallPlugin,
  HostConnectionMissingError,
  TaskQueueTakenError,
  type EverycallPluginOptions,
} from './worker/everycall-plugin.js';
export { everycallActivities, McpOnHostWorkerError } from './worker/everycall-activities.js';
export type { EverycallWorkerOptions, FinishedTurn, OnTurnFinished } from './worker/worker-options.js';
export type { OpenAIFactory } from './models/provider-client.js';
