/**
 * What the demo runs on: Temporal, the database, the model, workers and a client. Rule: whatever was begun is stopped at the end,
 * also when something else failed to start.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type EverycallClient } from 'everycall/client';
import { scriptedModel, type ScriptedModel } from 'everycall/testing';
import { childEnvironment } from '../../../dist/server/child-environment.js';
import { startEmbeddedServer, type EmbeddedServer } from '../../../dist/server/embedded-server.js';
import { DATABASE_VARIABLE, disconnect } from '../database/connection.js';
import { startChild, type Child } from './child.js';
import type { GivenAnswer } from './evidence.js';
import { modelScript } from './model-script.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RUNS = join(ROOT, '.everycall/demo');
const KEPT_RUNS = 5;
const MODEL_LATENCY_MS = 150;
/** The scripted server takes this key alone; it opens nothing else. */
const SCRIPTED_KEY = 'sk-scripted-model-of-the-demo';

/** The model's side of the stage. */
export interface StagedModel {
  readonly server: ScriptedModel;
  readonly answers: readonly GivenAnswer[];
  readonly logFile: string;
}

/** A stage that is set. */
export class Stage {
  readonly #stops: (() => Promise<unknown>)[] = [];
  #workers = 0;

  private constructor(
    /** Folder of this run's logs. */
    readonly folder: string,
  ) {}

  server!: EmbeddedServer;
  client!: EverycallClient;
  /** Absent when a real model answers. */
  model: StagedModel | undefined;

  /** A stage with its folder and nothing on it yet. */
  static async empty(): Promise<Stage> {
    await mkdir(RUNS, { recursive: true });
    const runs = (await readdir(RUNS)).sort();
    for (const old of runs.slice(0, Math.max(0, runs.length - KEPT_RUNS + 1)))
      await rm(join(RUNS, old), { recursive: true });
    const folder = join(RUNS, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${process.pid}`);
    await mkdir(folder);
    return new Stage(folder);
  }

  /** Starts everything but workers. */
  async set(onProgress: (line: string) => void): Promise<void> {
    const server = this.#own(startEmbeddedServer({ ui: true, onProgress }), (started) => started.stop());
    const database = this.#child(
      'database',
      ['--import', 'jiti/register', this.#path('database/serve.ts')],
      {},
      /ready on/,
    );
    if (!process.env.OPENAI_API_KEY) this.model = await this.#startModel();
    const { readyLine } = await database;
    // This process looks into the same database, and hands its address on to workers.
    process.env[DATABASE_VARIABLE] = readyLine.slice(readyLine.indexOf('postgres://'));
    this.#stops.push(disconnect);
    this.server = await server;
    this.client = await this.#own(connect({ address: this.server.address, environment: false }), (client) =>
      client.close(),
    );
  }

  /** Starts a worker in a process of its own. */
  async startWorker(): Promise<Child> {
    this.#workers += 1;
    const model = this.model && { OPENAI_BASE_URL: this.model.server.baseURL, OPENAI_API_KEY: SCRIPTED_KEY };
    const env = { ...model, TEMPORAL_ADDRESS: this.server.address };
    const args = [join(ROOT, 'dist/cli.js'), 'worker', this.#path('agents.ts')];
    return this.#child(`worker-${this.#workers}`, args, env, /\bready\b/);
  }

  /** Address of a turn in Temporal UI. */
  uiOf(turnId: string): string {
    return `${this.server.uiUrl}/namespaces/${this.server.namespace}/workflows/${encodeURIComponent(turnId)}`;
  }

  /** Stops everything, the last first. */
  async clear(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }

  async #startModel(): Promise<StagedModel> {
    const answers: GivenAnswer[] = [];
    const logFile = join(this.folder, 'model-requests.jsonl');
    const script = modelScript(answers);
    const options = { script, logFile, apiKey: SCRIPTED_KEY, latencyMs: MODEL_LATENCY_MS };
    const server = await this.#own(scriptedModel(options), (started) => started.close());
    return { server, answers, logFile };
  }

  #child(name: string, args: readonly string[], env: NodeJS.ProcessEnv, ready: RegExp): Promise<Child> {
    const options = { name, args, ready, logFile: join(this.folder, `${name}.log`) };
    const starting = startChild({ ...options, env: { ...childEnvironment(process.env), ...env } });
    return this.#own(starting, (child) => child.process.stop());
  }

  /** Remembers how to stop what is being started, from the moment that it begins to. */
  #own<T>(starting: Promise<T>, stop: (started: T) => Promise<unknown>): Promise<T> {
    this.#stops.push(() => starting.then(stop, () => undefined));
    return starting;
  }

  #path(file: string): string {
    return join(ROOT, 'examples/collections', file);
  }
}
