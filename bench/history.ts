/**
 * `npm run bench:history`: how much history a turn makes, beside the same turn on a plain workflow that passes its
 * messages along. Exits with 1 when a figure that everycall promises is not reached. `--shares` says what the bytes are.
 */
import Table from 'cli-table3';
import { connect } from '../src/client.js';
import { startEmbeddedServer } from '../src/server/embedded-server.js';
import { scriptedModel } from '../src/testing.js';
import { KEY_VARIABLE } from './bench-agent.js';
import { historyShares, historySize, type HistorySize } from './history-size.js';
import { everycallSide, plainSide, taskQueueOf } from './sides.js';
import { scriptedReply, type Task } from './task.js';
import { DOCUMENT_BYTES, RECORD_BYTES } from './tools.js';
import { quietRuntime } from './quiet-runtime.js';
import { benchWorker } from './workers.js';

interface Case {
  readonly title: string;
  readonly task: Task;
  /** Most bytes of everycall's history. */
  readonly target?: number;
}

const CASES: readonly Case[] = [
  ...[10, 40, 100].map((steps) => ({
    title: `${steps} steps, 3 calls of ${RECORD_BYTES} B each`,
    task: { steps, calls: 3, tool: 'record' as const },
    ...(steps === 100 && { target: 650_000 }),
  })),
  {
    title: 'the same 100 steps, each result by itself',
    task: { steps: 100, calls: 3, tool: 'spaced' },
    target: 650_000,
  },
  {
    title: `400 KB message, 20 single calls of ${DOCUMENT_BYTES / 1000} KB`,
    task: { steps: 20, calls: 1, tool: 'document', messageBytes: 400_000 },
    target: 700_000,
  },
];

quietRuntime();
process.env[KEY_VARIABLE] = 'sk-bench-0123456789abcdef';
const say = (line: string) => process.stdout.write(`${line}\n`);
const number = (value: number) => value.toLocaleString('en-US');

const server = await startEmbeddedServer({ onProgress: (line) => process.stderr.write(`${line}\n`) });
const { address } = server;
const model = await scriptedModel({
  script: (_, { conversation }) => scriptedReply(conversation.user, conversation.step),
  maxRequests: 10,
});
const client = await connect({ address, taskQueue: taskQueueOf('everycall'), environment: false });
const workers = await Promise.all(
  (['everycall', 'plain'] as const).map((side) =>
    benchWorker(side, { address, taskQueue: taskQueueOf(side), modelURL: model.baseURL }),
  ),
);
const missed: string[] = [];
try {
  const head = ['turn', 'everycall: events', 'bytes', 'plain workflow: events', 'bytes', 'bytes, plain / everycall'];
  const table = new Table({ head: [...head, 'to reach'], style: { head: [], border: [] } });
  for (const { title, task, target } of CASES) {
    const ours = await everycallSide(client).turn(task);
    const size = await historySize(client.temporal, ours);
    const plain = await historySize(client.temporal, await plainSide(client).turn(task));
    table.push([title, ...cells(size), ...cells(plain), ratio(plain, size), target ? `under ${number(target)}` : '']);
    if (target && size.bytes >= target)
      missed.push(`${title}: ${number(size.bytes)} bytes, not under ${number(target)}`);
    if (process.argv.includes('--shares')) await printShares(title, ours);
  }
  say(table.toString());
  say(`A call's size is that of the tool's output; arguments are {"id":"12-0"}. Server: ${server.version}.`);
  for (const line of missed) say(`NOT REACHED: ${line}`);
} finally {
  await Promise.all(workers.map((worker) => worker.stop()));
  await client.close();
  await model.close();
  await server.stop();
}
process.exit(missed.length > 0 ? 1 : 0);

function cells({ events, bytes }: HistorySize): string[] {
  return [number(events), number(bytes)];
}

function ratio(plain: HistorySize, ours: HistorySize): string {
  return (plain.bytes / ours.bytes).toFixed(1);
}

async function printShares(title: string, workflowId: string): Promise<void> {
  const table = new Table({ head: ['what', 'times', 'bytes', 'each'], style: { head: [], border: [] } });
  for (const { name, count, bytes } of await historyShares(client.temporal, workflowId)) {
    table.push([name, number(count), number(bytes), number(Math.round(bytes / count))]);
  }
  say(`${title}, everycall:\n${table.toString()}`);
}
