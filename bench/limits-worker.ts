/** A worker in a process of its own, whose agent's service takes so many requests a minute. */
import { NativeConnection } from '@temporalio/worker';
import { defineAgent } from '../src/index.js';
import { startWorker } from '../src/worker.js';
import { KEY_VARIABLE } from './bench-agent.js';
import { childArgument, serveParent } from './child.js';
import { quietRuntime } from './quiet-runtime.js';

/** What the worker is told. */
export interface LimitedPlace {
  readonly address: string;
  readonly taskQueue: string;
  readonly modelURL: string;
  /** The limit that is set; absent: none. */
  readonly requestsPerMinute?: number;
}

quietRuntime();
const { address, taskQueue, modelURL, requestsPerMinute } = childArgument() as LimitedPlace;
const connection = await NativeConnection.connect({ address });
const limit = requestsPerMinute === undefined ? {} : { rateLimit: { requestsPerMinute } };
const agent = defineAgent({
  name: 'limited',
  model: 'gpt-bench',
  provider: { baseURL: modelURL, apiKeyEnv: KEY_VARIABLE, ...limit },
});
const worker = await startWorker({ agents: [agent], connection, taskQueue });
serveParent(
  'ready',
  () => undefined,
  async () => {
    await worker.shutdown();
    await connection.close();
  },
);
