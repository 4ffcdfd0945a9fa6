/** The options of everycall's own worker, and what they become for Temporal's. */
import type { ExternalStorage } from '@temporalio/common';
import type { NativeConnection, WorkerOptions, WorkerPlugin } from '@temporalio/worker';
import type { OnTurnFinished } from '../activities/archive.js';
import type { Agent } from '../definition/agent.js';
import type { BundleNeeds } from './workflow-bundle.js';
import type { OpenAIFactory } from '../models/provider-client.js';

export type { FinishedTurn, OnTurnFinished } from '../activities/archive.js';

/** How a worker serves agents. */
export interface EverycallWorkerOptions extends BundleNeeds {
  /** The agents; all workers of a task queue serve the same. */
  readonly agents: readonly Agent[];
  /** @default 'everycall' */
  readonly taskQueue?: string;
  /** Brings the model client of an agent (Azure, a proxy, a vault). @default a client from the agent's `provider` */
  readonly openai?: OpenAIFactory;
  /** A connection to Temporal. @default one made from the environment (`TEMPORAL_ADDRESS`, `TEMPORAL_PROFILE`, …) */
  readonly connection?: NativeConnection;
  /** @default the environment's, else 'default' */
  readonly namespace?: string;
  /** Shown in Temporal UI. @default `<pid>@<host>` */
  readonly identity?: string;
  /** Model and tool calls at once in this process. @default 200 */
  readonly maxConcurrentCalls?: number;
  /** On shutdown, time for running calls to end by themselves, in milliseconds. @default 10_000 */
  readonly shutdownGraceMs?: number;
  /**
   * Gets each turn of a session once it has ended, however it ended, e.g. to archive its transcript. At least once a turn:
   * keep what it does idempotent by `turnId`. What it throws is tried again, up to ten times; the session doesn't wait for it.
   * @default undefined (nobody is told)
   */
  readonly onTurnFinished?: OnTurnFinished;
  /** Converter and codecs: the same as the clients'. @default the SDK's own */
  readonly dataConverter?: WorkerOptions['dataConverter'];
  /**
   * Where payloads that are too large for Temporal go, such as `new ExternalStorage({ drivers: [new FileStorageDriver({ folder })] })`:
   * the same as the clients'. See docs/outputs.md. @default the data converter's own, else none
   */
  readonly externalStorage?: ExternalStorage;
  /** As `Worker.create` takes them; they run beside everycall's own. @default none */
  readonly interceptors?: WorkerOptions['interceptors'];
  /** As `Worker.create` takes them. @default none */
  readonly sinks?: WorkerOptions['sinks'];
  /** Plugins of Temporal for this worker. @default [] */
  readonly plugins?: WorkerPlugin[];
}

/** The data converter with its external storage. */
export function converterOf({
  dataConverter,
  externalStorage,
}: Pick<EverycallWorkerOptions, 'dataConverter' | 'externalStorage'>): WorkerOptions['dataConverter'] {
  return externalStorage ? { ...dataConverter, externalStorage } : dataConverter;
}

/** Temporal's options that everycall sets on its own worker, apart from what it runs. */
export function tunedOptions(options: EverycallWorkerOptions): Partial<WorkerOptions> {
  const dataConverter = converterOf(options);
  return {
    ...(options.identity !== undefined && { identity: options.identity }),
    maxConcurrentActivityTaskExecutions: options.maxConcurrentCalls ?? 200,
    shutdownGraceTime: options.shutdownGraceMs ?? 10_000,
    // 9 s less to recover from a killed worker than with the default of 10 s.
    stickyQueueScheduleToStartTimeout: 1_000,
    // The wrapper spaces its heartbeats itself; this is the worker-wide lower bound.
    maxHeartbeatThrottleInterval: 100,
    ...(dataConverter && { dataConverter }),
    ...(options.interceptors && { interceptors: options.interceptors }),
    ...(options.sinks && { sinks: options.sinks }),
    ...(options.plugins && { plugins: options.plugins }),
  };
}
