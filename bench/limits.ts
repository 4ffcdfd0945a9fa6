/**
 * `npm run bench:limits`: 100 turns at once against a service that takes 10 requests a second, with one worker and with
 * several, with a shared limit and without. A refused request costs a round trip, and at some services money.
 */
import Table from 'cli-table3';
import { connect, type EverycallClient } from '../src/client.js';
import { MODEL_GATE } from '../src/contract/model-gate.js';
import { startEmbeddedServer } from '../src/server/embedded-server.js';
import { KEY_VARIABLE } from './bench-agent.js';
import { startChild } from './child.js';
import type { LimitedPlace } from './limits-worker.js';
import type { LimitedService, ServiceFigures } from './limits-model.js';

const TURNS = 100;
const SERVICE: LimitedService = { requestsPerSecond: 10, latencyMs: 300 };

interface Setting {
  readonly title: string;
  readonly workers: number;
  readonly requestsPerMinute?: number;
}

const SETTINGS: readonly Setting[] = [
  { title: 'limit of 600 a minute', workers: 1, requestsPerMinute: 600 },
  { title: 'limit of 600 a minute', workers: 2, requestsPerMinute: 600 },
  { title: 'limit of 600 a minute', workers: 4, requestsPerMinute: 600 },
  { title: 'limit set twice too high', workers: 2, requestsPerMinute: 1_200 },
  { title: 'no limit set', workers: 1 },
  { title: 'no limit set', workers: 2 },
];

process.env[KEY_VARIABLE] = 'sk-bench-0123456789abcdef';
const server = await startEmbeddedServer();
const table = new Table({
  head: ['', 'workers', 'turns', 'not completed', 'requests', 'refused', '% refused', 'seconds', 'asks of the gate'],
  style: { head: [], border: [] },
});
for (const [place, setting] of SETTINGS.entries()) table.push(await measure(setting, `bench-limits-${place}`));
process.stdout.write(`${table.toString()}\n`);
await server.stop();

async function measure({ title, workers, requestsPerMinute }: Setting, taskQueue: string) {
  const { address } = server;
  const service = await startChild('limits-model.ts', SERVICE);
  const told: LimitedPlace = {
    address,
    taskQueue,
    modelURL: service.ready as string,
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
  };
  const running = await Promise.all(Array.from({ length: workers }, () => startChild('limits-worker.ts', told)));
  const client = await connect({ address, taskQueue, environment: false });
  const began = performance.now();
  const turns = await Promise.all(Array.from({ length: TURNS }, () => client.startTurn('limited', 'Go.')));
  const results = await Promise.all(turns.map((turn) => turn.result()));
  const seconds = (performance.now() - began) / 1_000;
  const { requests, refused } = (await service.ask('figures')) as ServiceFigures;
  const asks = await asksOf(client, taskQueue);
  await Promise.all(running.map((worker) => worker.stop()));
  await client.close();
  await service.stop();
  const failed = results.filter(({ outcome }) => outcome !== 'completed').length;
  const share = ((refused / requests) * 100).toFixed(1);
  return [title, workers, TURNS, failed, requests, refused, share, seconds.toFixed(1), asks];
}

/** Updates of the gates of a task queue. */
async function asksOf({ temporal }: EverycallClient, taskQueue: string): Promise<number> {
  let asks = 0;
  const query = `WorkflowType = '${MODEL_GATE}' AND TaskQueue = '${taskQueue}'`;
  for await (const { workflowId } of temporal.workflow.list({ query })) {
    const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory();
    asks += events?.filter((event) => event.workflowExecutionUpdateCompletedEventAttributes).length ?? 0;
  }
  return asks;
}
