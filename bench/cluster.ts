/** One setting of the benches: a Temporal server of its own, the model server, and workers of both sides, each a process. */
import { connect, type EverycallClient } from '../src/client.js';
import { startEmbeddedServer } from '../src/server/embedded-server.js';
import type { DynamicValue } from '../src/server/settings.js';
import { startChild, type Child } from './child.js';
import { everycallSide, plainSide, taskQueueOf, type Side } from './sides.js';
import type { SideName } from './workers.js';

/** What differs between settings. */
export interface Setting {
  readonly title: string;
  /** Worker processes of each side. */
  readonly workers: number;
  /** Temporal's dynamic configuration, over that of the embedded server. */
  readonly dynamicConfig: Readonly<Record<string, DynamicValue>>;
}

/** A running setting. */
export interface Cluster {
  /** everycall's side first. */
  readonly sides: readonly [Side, Side];
  readonly client: EverycallClient;
  /** Such as `1.5.1 (Server 1.29.1, UI 2.42.1)`. */
  readonly serverVersion: string;
  /** Queries and bytes that everycall's workers had to fetch since their start. */
  readonly fetched: () => Promise<{ queries: number; bytes: number }>;
  stop(): Promise<void>;
}

/** Starts a setting. */
export async function startCluster({ workers, dynamicConfig }: Setting): Promise<Cluster> {
  const server = await startEmbeddedServer({ dynamicConfig });
  const { address } = server;
  const model = await startChild('model-process.ts', null);
  const start = (side: SideName): Promise<Child[]> => {
    const argument = { side, address, taskQueue: taskQueueOf(side), modelURL: model.ready };
    return Promise.all(Array.from({ length: workers }, () => startChild('worker-process.ts', argument)));
  };
  const [ours, plain] = [await start('everycall'), await start('plain')];
  const client = await connect({ address, taskQueue: taskQueueOf('everycall'), environment: false });
  return {
    sides: [everycallSide(client), plainSide(client)],
    client,
    serverVersion: server.version,
    async fetched() {
      const answers = await Promise.all(ours.map((worker) => worker.ask('fetched')));
      const all = answers as { queries: number; bytes: number }[];
      const sum = (field: 'queries' | 'bytes') => all.reduce((total, each) => total + each[field], 0);
      return { queries: sum('queries'), bytes: sum('bytes') };
    },
    async stop() {
      await client.close();
      await Promise.all([...ours, ...plain].map((worker) => worker.stop()));
      await model.stop();
      await server.stop();
    },
  };
}
