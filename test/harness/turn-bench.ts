/**
 * A worker, a strict scripted model and a client on the tests' Temporal server: what most tests of turns stand on. Each
 * bench has a task queue of its own, so that tests share nothing. The model refuses what the real one refuses;
 * `close` fails the test if it had to.
 */
import { randomUUID } from 'node:crypto';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import type { ZodType } from 'zod';
import { connect, type ConnectOptions, type EverycallClient } from '../../src/client.js';
import {
  defineAgent,
  type Agent,
  type AgentApi,
  type AgentToolChoice,
  type CompactionOptions,
  type HostedTool,
  type LimitOptions,
  type McpServer,
  type Tool,
} from '../../src/index.js';
import { expectValid, scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../../src/testing.js';
import { startWorker, type EverycallWorkerOptions, type RunningWorker } from '../../src/worker.js';

/** What a bench is made of. */
export interface BenchOptions {
  readonly tools?: readonly (Tool<unknown> | HostedTool | McpServer)[];
  readonly model: ScriptedModelOptions;
  /** Options of the agent beside its name, model and tools. */
  readonly agent?: {
    api?: AgentApi;
    toolChoice?: AgentToolChoice;
    limits?: LimitOptions;
    maxParallel?: number;
    parallelToolCalls?: boolean;
    compaction?: CompactionOptions;
    /** @default false: a scripted model repeats itself on purpose */
    repeatLimit?: number | false;
    readOutput?: boolean;
    context?: ZodType;
  };
  readonly worker?: Partial<EverycallWorkerOptions>;
  /** Options of the client beside its address and queue. */
  readonly connect?: Pick<ConnectOptions, 'externalStorage'>;
  /** Address of Temporal. @default the tests' server */
  readonly address?: string;
  /** Refusals are what the test is about. @default false */
  readonly refusals?: boolean;
}

/** A running bench. */
export interface TurnBench {
  readonly agent: Agent;
  readonly address: string;
  readonly taskQueue: string;
  readonly model: ScriptedModel;
  readonly client: EverycallClient;
  /** The worker; `startWorker` makes another one. */
  worker: RunningWorker | undefined;
  startWorker(): Promise<RunningWorker>;
  /** Ends the worker, the client and the model; throws if the model had to refuse a request. */
  close(): Promise<void>;
}

const KEY_VARIABLE = 'EVERYCALL_TEST_KEY';

// The SDK logs each failed attempt; in tests that fail on purpose that is noise. Installed before any worker is made.
Runtime.install({ logger: new DefaultLogger(process.env.EVERYCALL_TEST_LOG === '1' ? 'INFO' : 'ERROR') });

/** The tests' Temporal server. */
export function testAddress(): string {
  const address = process.env.EVERYCALL_TEST_ADDRESS;
  if (!address) throw new Error('no test server: run this test by `npm test`, whose global setup starts one');
  return address;
}

/** Starts a bench. */
export async function turnBench(options: BenchOptions): Promise<TurnBench> {
  process.env[KEY_VARIABLE] ??= 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
  const address = options.address ?? testAddress();
  const taskQueue = `test-${randomUUID()}`;
  const model = await scriptedModel(options.model);
  const agent = defineAgent({
    name: 'tester',
    model: 'gpt-test',
    provider: { baseURL: model.baseURL, apiKeyEnv: KEY_VARIABLE },
    instructions: 'You are tested.',
    tools: [...(options.tools ?? [])],
    repeatLimit: false,
    ...options.agent,
  });
  const client = await connect({ address, taskQueue, ...options.connect });
  const start = async () => {
    const connection = await NativeConnection.connect({ address });
    const running = await startWorker({
      agents: [agent],
      connection,
      taskQueue,
      shutdownGraceMs: 200,
      ...options.worker,
    });
    void running.stopped.then(() => connection.close());
    return running;
  };
  const bench: TurnBench = {
    agent,
    address,
    taskQueue,
    model,
    client,
    worker: undefined,
    async startWorker() {
      bench.worker = await start();
      return bench.worker;
    },
    async close() {
      await bench.worker?.shutdown();
      await client.close();
      await model.close();
      if (!options.refusals) expectValid(model);
    },
  };
  await bench.startWorker();
  return bench;
}
