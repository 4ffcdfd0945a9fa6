/**
 * `npm run bench`: latency and throughput of a turn against a plain hand-written workflow, on the same server in the same
 * run, interleaved; then the same with four worker processes and no eager dispatch, with what everycall's workers had to
 * fetch. Exits with 1 when a figure that everycall promises is not reached. `--quick` takes fewer turns.
 */
import { availableParallelism } from 'node:os';
import Table from 'cli-table3';
import { KEY_VARIABLE } from './bench-agent.js';
import { startCluster, type Cluster, type Setting } from './cluster.js';
import { fetching } from './fetching.js';
import { latency, throughput } from './measure.js';
import { quietRuntime } from './quiet-runtime.js';
import type { Task } from './task.js';

/** To reach: everycall's latency at most, and its throughput at least, so many times the other's. */
const MOST_LATENCY = 1.05;
const LEAST_THROUGHPUT = 0.95;

const SETTINGS: readonly Setting[] = [
  { title: '1 worker process, eager dispatch', workers: 1, dynamicConfig: {} },
  {
    title: '4 worker processes, no eager dispatch',
    workers: 4,
    dynamicConfig: { 'system.enableActivityEagerExecution': false },
  },
];
/** One step with 3 calls, then the final answer. */
const ONE_STEP: Task = { steps: 1, calls: 3, tool: 'record' };
/** The same with a model that takes its time, as real ones do; they take longer. */
const SLOW_MODEL: Task = { ...ONE_STEP, modelMs: 300 };
/** Turns of a round that warms up: a few seconds. */
const ROUND = 100;
const LONG: Task = { steps: 30, calls: 3, tool: 'record' };

const quick = process.argv.includes('--quick');
const size = quick
  ? { warmUpRounds: 1, latencyPairs: 15, slowPairs: 4, load: { turns: 100, concurrent: 50, pairs: 2 }, longTurns: 2 }
  : {
      warmUpRounds: 3,
      latencyPairs: 200,
      slowPairs: 12,
      load: { turns: 300, concurrent: 200, pairs: 6 },
      longTurns: 6,
    };

quietRuntime();
process.env[KEY_VARIABLE] = 'sk-bench-0123456789abcdef';
const say = (line: string) => process.stdout.write(`${line}\n`);
const missed: string[] = [];

const head = ['setting', 'figure', 'everycall', 'plain workflow', 'ratio', 'to reach'];
const table = new Table({ head, style: { head: [], border: [] } });
const notes: string[] = [];
let versions = '';
for (const setting of SETTINGS) {
  const cluster = await startCluster(setting);
  versions = `Temporal CLI ${cluster.serverVersion}, Node ${process.version}, ${availableParallelism()} cores`;
  try {
    await measure(setting, cluster);
  } finally {
    await cluster.stop();
  }
}
say(table.toString());
for (const note of notes) say(note);
say(versions);
for (const line of missed) say(`NOT REACHED: ${line}`);
process.exit(missed.length > 0 ? 1 : 0);

async function measure(setting: Setting, { sides, client, fetched }: Cluster): Promise<void> {
  // A worker runs for weeks: what Node needs to get up to speed is paid before, in each process. In short rounds, as V8 gives
  // memory back when a process is idle for 8 s, and collects garbage far more often after it: neither side may be so alone.
  await throughput(sides, ONE_STEP, { ...size.load, turns: ROUND, pairs: size.warmUpRounds * setting.workers });
  const p50 = await latency(sides, ONE_STEP, size.latencyPairs);
  row(setting, 'p50 of a turn, ms', p50, `at most ${MOST_LATENCY}`, p50.ratio <= MOST_LATENCY);
  row(setting, `the same, model takes ${SLOW_MODEL.modelMs} ms`, await latency(sides, SLOW_MODEL, size.slowPairs));
  const before = await fetched();
  const rate = await throughput(sides, ONE_STEP, size.load);
  const name = `turns/s at ${size.load.concurrent} open`;
  row(setting, name, rate, `at least ${LEAST_THROUGHPUT}`, rate.ratio >= LEAST_THROUGHPUT);
  const after = await fetched();
  const steps = size.load.turns * size.load.pairs * (ONE_STEP.steps + 1);
  notes.push(
    `${setting.title}: one-step turns made ${((after.queries - before.queries) / steps).toFixed(2)} queries and ` +
      `fetched ${Math.round((after.bytes - before.bytes) / steps)} B a step.`,
  );
  notes.push(`${setting.title}: ${await fetching(sides[0], client, fetched, LONG, size.longTurns)}`);
}

function row(
  { title }: Setting,
  figure: string,
  { ours, plain, ratio }: { ours: number; plain: number; ratio: number },
  toReach = '',
  reached = true,
): void {
  table.push([title, figure, ours.toFixed(1), plain.toFixed(1), ratio.toFixed(3), toReach]);
  if (!reached) missed.push(`${title}: ${figure}: ratio ${ratio.toFixed(3)}, to reach ${toReach}`);
}
