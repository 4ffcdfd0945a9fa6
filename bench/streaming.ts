/**
 * `npm run bench:streaming`: one turn that streams for a minute, watched by one client: how long a word takes from the
 * model service to the client, and how many requests Temporal gets for it. `--seconds N` streams for another time.
 */
import Table from 'cli-table3';
import { NativeConnection } from '@temporalio/worker';
import { connect } from '../src/client.js';
import { QUICK_FOR_MS } from '../src/contract/text-preview.js';
import { startEmbeddedServer } from '../src/server/embedded-server.js';
import { startWorker } from '../src/worker.js';
import { BENCH_AGENT, benchAgent, KEY_VARIABLE } from './bench-agent.js';
import { drippingModel } from './dripping-model.js';
import { quietRuntime } from './quiet-runtime.js';

/** As fast as a quick model speaks. */
const WORD_EVERY_MS = 20;
const TASK_QUEUE = 'bench-streaming';
const chosen = process.argv.indexOf('--seconds');
const seconds = chosen < 0 ? 60 : Number(process.argv[chosen + 1]);

quietRuntime();
process.env[KEY_VARIABLE] = 'sk-bench-0123456789abcdef';
const server = await startEmbeddedServer();
const model = await drippingModel(seconds, WORD_EVERY_MS);
const connection = await NativeConnection.connect({ address: server.address });
const heartbeats: number[] = [];
const worker = await startWorker({
  agents: [benchAgent(model.baseURL)],
  connection,
  taskQueue: TASK_QUEUE,
  interceptors: {
    activity: [
      (context) => {
        const { heartbeat } = context;
        const counted = (details: unknown) => {
          heartbeats.push(performance.now());
          heartbeat.call(context, details);
        };
        Object.defineProperty(context, 'heartbeat', { value: counted });
        return {};
      },
    ],
  },
});
const client = await connect({ address: server.address, taskQueue: TASK_QUEUE, environment: false });
const looks: number[] = [];
const { workflowService } = client.temporal.connection;
const describe = workflowService.describeWorkflowExecution.bind(workflowService);
workflowService.describeWorkflowExecution = (async (request: Parameters<typeof describe>[0]) => {
  looks.push(performance.now());
  return describe(request);
}) as typeof workflowService.describeWorkflowExecution;

const seenAt: number[] = [];
let text = '';
const turn = await client.startTurn(BENCH_AGENT, 'Tell me a long story.', { stream: true });
for await (const event of turn.events()) {
  if (event.type !== 'text-delta') continue;
  text = event.restart ? event.text : text + event.text;
  const words = text.split(' ').length - 1;
  while (seenAt.length < words) seenAt.push(performance.now());
}
const result = await turn.result();
const { history } = await turn.view();
await worker.shutdown();
await client.close();
await connection.close();
await model.close();
await server.stop();

const began = model.sentAt[0] ?? 0;
const phases = [
  { title: 'first 10 s', from: 0, to: QUICK_FOR_MS },
  { title: 'from then on', from: QUICK_FOR_MS, to: Infinity },
];
const head = ['of the stream', 'seconds', 'heartbeats', 'describe requests', 'delay of a word, p50 ms', 'p95 ms'];
const table = new Table({ head, style: { head: [], border: [] } });
for (const { title, from, to } of phases) {
  const within = (at: number) => at >= began + from && at < began + to;
  const delays = seenAt
    .flatMap((seen, word) => (within(model.sentAt[word]!) ? [seen - model.sentAt[word]!] : []))
    .toSorted((a, b) => a - b);
  const quantile = (q: number) => delays[Math.floor(delays.length * q)]?.toFixed(0) ?? '';
  const span = (Math.min(to, seconds * 1_000) - from) / 1_000;
  if (span <= 0) continue;
  const counts = [heartbeats.filter(within).length, looks.filter(within).length];
  table.push([title, span, ...counts, quantile(0.5), quantile(0.95)]);
}
process.stdout.write(`${table.toString()}\n`);
process.stdout.write(
  `${model.sentAt.length} words, ${text.length} characters; outcome ${result.outcome}; ` +
    `in all ${heartbeats.length} heartbeats and ${looks.length} describe requests; ` +
    `history ${history.bytes} bytes, ${history.events} events\n`,
);
