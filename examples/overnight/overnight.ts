/**
 * A job of thousands of steps whose worker is killed and whose server is restarted under it.
 *
 *   npx jiti examples/overnight/overnight.ts [PAGES]
 *
 * 2,000 pages by default; a smaller number is the same job, only shorter. The model is a script that answers over HTTP.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from 'everycall/client';
import { call, say as answer, scriptedModel, type ScriptFunction } from 'everycall/testing';
import { childEnvironment } from '../../src/server/child-environment.js';
import { startEmbeddedServer } from '../../src/server/embedded-server.js';
import { startChild, type Child } from '../stage/child.js';
import { say } from '../stage/print.js';
import { runFolder } from '../stage/run-folder.js';
import { amountOn } from './agents.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const AGENTS = fileURLToPath(new URL('./agents.ts', import.meta.url));
const PAGES = Number(process.argv[2] ?? 2_000);
const SUM = Array.from({ length: PAGES }, (_, i) => amountOn(i + 1)).reduce((sum, amount) => sum + amount, 0);
/** Somebody pulls a plug so many times. */
const FAULTS = 6;

/** Asks for the page after the last one; sums up what it is given when it is asked to. */
const script: ScriptFunction = (_request, { conversation: { tools, results, user } }) => {
  if (tools.length === 0) return answer(user.slice(-500));
  const { page, sum } = JSON.parse(results.at(-1)?.output ?? '{"page":0,"sum":0}') as { page: number; sum: number };
  if (page >= PAGES) return answer(`${page} pages, ${sum} in all`);
  return call('read_page', { page: page + 1, sum });
};

const folder = await runFolder();
const model = await scriptedModel({ script, maxRequests: 10 });
const dbFile = join(folder, 'temporal.db');
let server = await startEmbeddedServer({ dbFile });
const port = Number(server.address.split(':')[1]);
const env = {
  ...childEnvironment(process.env),
  OPENAI_BASE_URL: model.baseURL,
  OPENAI_API_KEY: 'sk-scripted-model-of-an-example',
  TEMPORAL_ADDRESS: server.address,
};
const startWorker = (): Promise<Child> =>
  startChild({
    name: 'worker',
    args: [CLI, 'worker', AGENTS],
    ready: /\bready\b/,
    logFile: join(folder, 'worker.log'),
    env,
  });
let worker = await startWorker();
const client = await connect({ address: server.address, environment: false });
try {
  const turn = await client.startTurn('archivist', `Add up the amounts on ${PAGES} pages.`);
  let faults = 0;
  for await (const event of turn.events()) {
    if (event.type === 'compacted') say(`compacted after step ${event.step}: about ${event.after.tokens} tokens stay`);
    const due = event.type === 'step-finished' && event.step >= ((faults + 1) * PAGES) / (FAULTS + 1);
    if (!due || faults >= FAULTS) continue;
    faults += 1;
    if (faults % 3 === 0) {
      say(`step ${event.step}: the server is restarted`);
      await server.stop();
      server = await startEmbeddedServer({ dbFile, port });
    } else {
      say(`step ${event.step}: the worker is killed, and another one started`);
      process.kill(worker.process.pid, 'SIGKILL');
      worker = await startWorker();
    }
  }
  const result = await turn.result();
  const { run, compactions = [] } = await turn.view();
  say(`${result.outcome}: ${result.outcome === 'completed' ? result.output : ''}`);
  say(`${result.steps} steps, ${run} runs, ${compactions.length} compactions, ${faults} faults`);
  const right = result.outcome === 'completed' && result.output === `${PAGES} pages, ${SUM} in all`;
  say(right ? 'The sum is right.' : `The sum should be ${SUM}.`);
  process.exitCode = right ? 0 : 1;
} finally {
  await client.close();
  await worker.process.stop();
  await server.stop();
  await model.close();
}
