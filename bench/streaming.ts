/**
 * `npm run bench:streaming`: a turn that streams for a minute, watched by one client: how long a word takes from the model
 * service to the client, and how many requests Temporal gets for it. `-- --seconds N` streams for another time.
 */
import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { NativeConnection } from '@temporalio/worker';
import { connect, type TurnHandle } from '../src/client.js';
import { CALL_MODEL } from '../src/contract/names.js';
import { QUICK_FOR_MS } from '../src/contract/text-preview.js';
import { defineAgent } from '../src/index.js';
import { startEmbeddedServer } from '../src/server/embedded-server.js';
import { startWorker } from '../src/worker.js';
import { noteHeartbeats } from '../test/harness/note-heartbeats.js';
import { startSpeaker, type Spoken } from '../test/harness/speaker.js';
import { KEY_VARIABLE } from './bench-agent.js';
import { quietRuntime } from './quiet-runtime.js';

/** As fast as a quick model speaks. */
const WORD_EVERY_MS = 20;
const TASK_QUEUE = 'bench-streaming';

const chosen = process.argv.indexOf('--seconds');
const seconds = chosen < 0 ? 60 : Number(process.argv[chosen + 1]);
if (!(seconds > 0)) throw new RangeError(`--seconds must be a number over 0, not "${process.argv[chosen + 1]}"`);

quietRuntime();
process.env[KEY_VARIABLE] = 'sk-bench-0123456789abcdef';
const server = await startEmbeddedServer();
const speaker = await startSpeaker();
const provider = { baseURL: speaker.baseURL, apiKeyEnv: KEY_VARIABLE };
const agent = defineAgent({ name: 'speaker', model: 'spoken', api: 'responses', provider });
const heartbeats: number[] = [];
const looks: number[] = [];
/** When each word was sent, and when it was seen. */
const sent: number[] = [];
const seen: number[] = [];

const connection = await NativeConnection.connect({ address: server.address });
const worker = await startWorker({
  agents: [agent],
  connection,
  taskQueue: TASK_QUEUE,
  interceptors: { activity: [noteHeartbeats(CALL_MODEL, () => heartbeats.push(performance.now()))] },
});
const client = await connect({ address: server.address, taskQueue: TASK_QUEUE, environment: false });
const { workflowService } = client.temporal.connection;
const describe = workflowService.describeWorkflowExecution.bind(workflowService);
Object.defineProperty(workflowService, 'describeWorkflowExecution', {
  value: (...request: Parameters<typeof describe>) => {
    looks.push(performance.now());
    return describe(...request);
  },
});

const turn = await client.startTurn('speaker', 'Tell me a long story.', { stream: true });
const spoken = await speaker.asked(1);
const [, characters] = await Promise.all([speak(spoken), listen(turn)]);
const { outcome } = await turn.result();
const { history } = await turn.view();
await worker.shutdown();
await client.close();
await connection.close();
await speaker.close();
await server.stop();

const table = new Table({
  head: ['of the stream', 'seconds', 'heartbeats', 'describe requests', 'delay of a word, p50 ms', 'p95 ms'],
  style: { head: [], border: [] },
});
table.push(row('the first 10 s', 0, Math.min(QUICK_FOR_MS, seconds * 1_000)));
if (seconds * 1_000 > QUICK_FOR_MS) table.push(row('the rest', QUICK_FOR_MS, seconds * 1_000));
process.stdout.write(`${table.toString()}\n`);
process.stdout.write(
  `${outcome}: ${sent.length} words, ${characters} characters; ${heartbeats.length} heartbeats and ${looks.length} ` +
    `describe requests in all; history ${history.bytes} bytes, ${history.events} events\n`,
);

async function speak(answer: Spoken): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < seconds * 1_000) {
    sent.push(performance.now());
    await answer.say(`word${sent.length} `);
    await delay(WORD_EVERY_MS);
  }
  await answer.end();
}

async function listen(streamed: TurnHandle): Promise<number> {
  let text = '';
  for await (const event of streamed.events()) {
    if (event.type !== 'text-delta') continue;
    text += event.text;
    const words = text.split(' ').length - 1;
    while (seen.length < words) seen.push(performance.now());
  }
  return text.length;
}

function row(title: string, from: number, to: number): (string | number)[] {
  const within = (at: number) => at >= sent[0]! + from && at < sent[0]! + to;
  const delays = seen.flatMap((at, word) => (within(sent[word]!) ? [at - sent[word]!] : [])).toSorted((a, b) => a - b);
  const quantile = (q: number) => delays[Math.floor(delays.length * q)]?.toFixed(0) ?? '';
  const counts = [heartbeats, looks].map((times) => times.filter(within).length);
  return [title, (to - from) / 1_000, ...counts, quantile(0.5), quantile(0.95)];
}
