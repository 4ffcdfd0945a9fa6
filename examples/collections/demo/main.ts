/** `npm run demo`: an agent's turns on real Temporal, a worker killed in the middle of one, and a judge over the traces. */
import { readRequestLog } from 'everycall/testing';
import { judge } from '../judge.js';
import { judgeScenario } from '../judge/scenario.js';
import { collectEvidence, type StartedTurn } from './collect-evidence.js';
import type { Child } from './child.js';
import type { Verdict } from './evidence.js';
import { disturb, killHard, resumeMail, untilOnlyRemindersAreOpen } from './fan-out.js';
import { heading, printTurn, printVerdicts, say, since } from './print.js';
import { ANALYSIS_QUERY, CUSTOMER_QUERY, FAN_OUT_QUERY, LIST_QUERY } from './queries.js';
import { Stage } from './stage.js';

const CLEAR_MS = 15_000;

const began = Date.now();
const stage = await Stage.empty();
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(130));
try {
  const held = await run();
  if (process.argv.includes('--keep')) keep();
  else await end(held ? 0 : 1);
} catch (error) {
  if (!stopping) console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  await end(1);
}

async function run(): Promise<boolean> {
  const worker = await setStage();
  const turns: StartedTurn[] = [];
  for (const query of [CUSTOMER_QUERY, LIST_QUERY, ANALYSIS_QUERY]) turns.push(await ask(query));
  const killed = stage.model ? worker : undefined;
  const fanOut = killed ? await askAndKill(killed) : await ask(FAN_OUT_QUERY);
  turns.push(fanOut);

  heading('The judge');
  say("From the model server's log, the database and the fetched histories; never from what a turn says of itself:");
  const evidence = {
    ...(await collectEvidence(stage.client, turns)),
    ...(stage.model && { model: { requests: readRequestLog(stage.model.logFile), answers: stage.model.answers } }),
    ...(killed && { killedPid: killed.process.pid }),
  };
  const verdicts: Verdict[] = [...judge(evidence), ...(killed ? judgeScenario(evidence, fanOut.turnId) : [])];
  const held = printVerdicts(verdicts);
  const failed = verdicts.filter(({ problems }) => problems.length > 0).length;
  say(held ? `\nAll ${verdicts.length} checks hold. ` : `\n${failed} of ${verdicts.length} checks failed. `);
  say(`Total: ${since(began)}. Logs: ${stage.folder}`);
  return held;
}

async function setStage(): Promise<Child> {
  heading('A collections agent on Temporal');
  const start = Date.now();
  await stage.set((line) => say(`  ${line}`));
  const worker = await stage.startWorker();
  say(`  Temporal    ${stage.server.address} (${stage.server.version})`);
  say(`  Temporal UI ${stage.server.uiUrl}`);
  say(`  PostgreSQL  in a process of its own, with 12 customers`);
  say(
    stage.model
      ? `  Model       SCRIPTED, since OPENAI_API_KEY is not set: a local server plays it over HTTP at ${stage.model.server.baseURL}`
      : `  Model       the real one, since OPENAI_API_KEY is set (no worker is killed then)`,
  );
  say(`  Worker      pid ${worker.process.pid}`);
  say(`  Logs        ${stage.folder}`);
  say(`\n  Ready in ${since(start)}.`);
  return worker;
}

async function ask(query: string): Promise<StartedTurn> {
  heading(`“${query}”`);
  const turn = await stage.client.startTurn('collections', query);
  await turn.result();
  printTurn(await turn.view(), stage.uiOf(turn.turnId));
  return { turnId: turn.turnId, query };
}

/** Asks for the fan-out and kills the worker in the middle of it. */
async function askAndKill(worker: Child): Promise<StartedTurn> {
  heading(`“${FAN_OUT_QUERY}”`);
  const start = Date.now();
  await disturb();
  const turn = await stage.client.startTurn('collections', FAN_OUT_QUERY);
  const view = await untilOnlyRemindersAreOpen(turn);
  const open = view.calls.filter(({ name }) => name === 'send_reminder').length;
  await killHard(worker);
  say(`  after ${since(start)}: SIGKILL to worker ${worker.process.pid} while ${open} reminders were being sent`);
  const [next] = await Promise.all([stage.startWorker(), resumeMail()]);
  say(`  after ${since(start)}: worker ${next.process.pid} is up\n`);
  await turn.result();
  printTurn(await turn.view(), stage.uiOf(turn.turnId));
  return { turnId: turn.turnId, query: FAN_OUT_QUERY };
}

/** Leaves everything up until Ctrl-C. */
function keep(): void {
  heading('Kept running until Ctrl-C');
  say(`  Temporal UI: ${stage.server.uiUrl}`);
  say(`  Ask it: TEMPORAL_ADDRESS=${stage.server.address} npx everycall run collections "${CUSTOMER_QUERY}"`);
}

async function end(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Whatever is left after that ends with this process: each child has a guard.
  setTimeout(() => process.exit(code || 1), CLEAR_MS).unref();
  await stage.clear().catch((error: unknown) => console.error(`stopping failed: ${String(error)}`));
  process.exit(code);
}
