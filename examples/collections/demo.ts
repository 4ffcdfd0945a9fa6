/** `npm run demo`: an agent's turns on real Temporal, a worker killed in the middle of one, and a judge over the traces. */
import { readRequestLog } from 'everycall/testing';
import { judge } from './judge.js';
import { judgeScenario } from './judge/scenario.js';
import { ask, askAndKill } from './demo/ask.js';
import { collectEvidence } from './demo/collect-evidence.js';
import { printEffects, printStage, printVerdicts } from './demo/print.js';
import { ANALYSIS_QUERY, CUSTOMER_QUERY, FAN_OUT_QUERY, LIST_QUERY } from './demo/queries.js';
import { setStage, type Stage } from './demo/stage.js';
import { heading, say, since } from '../stage/print.js';
import { runFolder } from '../stage/run-folder.js';
import { Stops } from '../stage/stops.js';

const STOP_MS = 15_000;
/** As a shell counts a process that Ctrl-C ended. */
const INTERRUPTED = 130;

const began = Date.now();
const stops = new Stops();
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(INTERRUPTED));
try {
  const held = await play(await runFolder());
  if (!process.argv.includes('--keep')) await end(held ? 0 : 1);
} catch (error) {
  if (!stopping) console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  await end(1);
}

/** Works through the queries; true when the judge finds nothing. */
async function play(folder: string): Promise<boolean> {
  heading('A collections agent on Temporal');
  say('  starting Temporal, PostgreSQL and a worker …');
  const stage = await setStage(stops, folder, (line) => say(`  ${line}`));
  const worker = await stage.startWorker();
  printStage(stage, worker, folder);
  say(`\n  Ready after ${since(began)}.`);

  const turns = [];
  for (const query of [CUSTOMER_QUERY, LIST_QUERY, ANALYSIS_QUERY]) turns.push(await ask(stage, query));
  // A real model decides for itself what it calls, so there is no moment to count on.
  const killed = stage.model ? worker : undefined;
  const fanOut = killed ? await askAndKill(stage, killed) : await ask(stage, FAN_OUT_QUERY);
  turns.push(fanOut);

  heading('The judge');
  const evidence = {
    ...(await collectEvidence(stage.client, turns)),
    ...(stage.model && { model: { requests: readRequestLog(stage.model.logFile), answers: stage.model.answers } }),
    ...(killed && { killedPid: killed.process.pid }),
  };
  printEffects(evidence);
  const held = printVerdicts([...judge(evidence), ...(killed ? judgeScenario(evidence, fanOut.turnId) : [])]);
  say(`\n${held ? 'All checks hold.' : 'NOT all checks hold.'} Total: ${since(began)}. Logs: ${folder}`);
  if (process.argv.includes('--keep')) printKept(stage);
  return held;
}

function printKept({ server }: Stage): void {
  heading('Kept running until Ctrl-C');
  say(`  Temporal UI  ${server.uiUrl}`);
  say(`  Ask it       TEMPORAL_ADDRESS=${server.address} node dist/cli.js run collections "${CUSTOMER_QUERY}"`);
}

/** Stops everything and exits. */
async function end(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // What is left after that ends with this process: each child has a guard.
  setTimeout(() => process.exit(code || 1), STOP_MS).unref();
  await stops.clear().catch((error: unknown) => console.error(`Stopping failed: ${String(error)}`));
  process.exit(code);
}
