/**
 * What the demo runs on: Temporal, the database and the model, each in its place, and workers. Rule: no process gets more
 * of the environment than is meant for it; the scripted model's key is in the workers' alone.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type EverycallClient } from 'everycall/client';
import { scriptedModel, type ScriptedModel } from 'everycall/testing';
import { childEnvironment } from '../../../src/server/child-environment.js';
import { startEmbeddedServer, type EmbeddedServer } from '../../../src/server/embedded-server.js';
import { DATABASE_VARIABLE, disconnect } from '../database/connection.js';
import { startChild, type Child } from '../../stage/child.js';
import type { GivenAnswer } from './evidence.js';
import { modelScript } from './model-script.js';
import type { Stops } from '../../stage/stops.js';

const MODEL_LATENCY_MS = 150;
/** The scripted server takes this key alone; it opens nothing else. */
const SCRIPTED_KEY = 'sk-scripted-model-of-the-demo';
const CLI = pathOf('../../../dist/cli.js');
const AGENTS = pathOf('../agents.ts');
const DATABASE = pathOf('../database.ts');

/** The scripted model. */
export interface StagedModel {
  readonly server: ScriptedModel;
  /** Every answer that it has given. */
  readonly answers: readonly GivenAnswer[];
  readonly logFile: string;
}

/** A stage that is set. */
export interface Stage {
  readonly server: EmbeddedServer;
  readonly client: EverycallClient;
  /** Absent when a real model answers. */
  readonly model: StagedModel | undefined;
  /** Starts a worker in a process of its own. */
  startWorker(): Promise<Child>;
  /** Address of a turn in Temporal UI. */
  uiOf(turnId: string): string;
}

/** Starts everything but workers; logs go to `folder`. */
export async function setStage(stops: Stops, folder: string, onProgress: (line: string) => void): Promise<Stage> {
  const start = (name: string, args: readonly string[], ready: RegExp, env: NodeJS.ProcessEnv): Promise<Child> => {
    const logFile = join(folder, `${name}.log`);
    const child = startChild({ name, args, ready, logFile, env: { ...childEnvironment(process.env), ...env } });
    return stops.own(child, ({ process: started }) => started.stop());
  };
  const starting = stops.own(startEmbeddedServer({ ui: true, onProgress }), (started) => started.stop());
  const database = start('database', ['--import', 'jiti/register', DATABASE], /ready on postgres:/, {});
  const [server, { readyLine }] = await Promise.all([starting, database]);
  // This process looks into the same database, and hands its address on to workers.
  process.env[DATABASE_VARIABLE] = readyLine.slice(readyLine.indexOf('postgres:'));
  await stops.own(Promise.resolve(), disconnect);

  const model = process.env.OPENAI_API_KEY ? undefined : await startModel(stops, folder);
  const connecting = connect({ address: server.address, namespace: server.namespace, environment: false });
  const client = await stops.own(connecting, (connected) => connected.close());
  let workers = 0;
  return {
    server,
    client,
    model,
    startWorker: () => {
      workers += 1;
      const scripted = model && { OPENAI_BASE_URL: model.server.baseURL, OPENAI_API_KEY: SCRIPTED_KEY };
      const env = { ...scripted, TEMPORAL_ADDRESS: server.address, TEMPORAL_NAMESPACE: server.namespace };
      return start(`worker-${workers}`, [CLI, 'worker', AGENTS], /\bready\b/, env);
    },
    uiOf: (turnId) => `${server.uiUrl}/namespaces/${server.namespace}/workflows/${encodeURIComponent(turnId)}`,
  };
}

async function startModel(stops: Stops, folder: string): Promise<StagedModel> {
  const answers: GivenAnswer[] = [];
  const logFile = join(folder, 'model-requests.jsonl');
  const options = { script: modelScript(answers), logFile, apiKey: SCRIPTED_KEY, latencyMs: MODEL_LATENCY_MS };
  const server = await stops.own(scriptedModel(options), (started) => started.close());
  return { server, answers, logFile };
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
