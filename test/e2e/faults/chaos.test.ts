/**
 * A random schedule: turns in parallel while their workers are killed, stopped and paused at random moments. A failure
 * prints its seed; EVERYCALL_CHAOS_SEED makes the same choices again, EVERYCALL_CHAOS_SECONDS runs longer.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { TurnHandle } from '../../../src/client.js';
import type { ScriptedCall } from '../../../src/testing.js';
import { SeededRandom } from '../../simulation/seeded-random.js';
import { ask, faultBench, type FaultBench } from './fault-bench.js';
import type { WorkerProcess } from './worker-process.js';

const SECONDS = Number(process.env.EVERYCALL_CHAOS_SECONDS ?? 25);
const SEED = Number(process.env.EVERYCALL_CHAOS_SEED ?? randomInt(2 ** 31));
/** Turns at a time; as one ends the next begins. */
const LANES = 3;
/** Once the faults are over, how long the last turns may take. */
const SETTLE_MS = 90_000;

test(
  'whatever happens to the workers, each call has one true result',
  async () => {
    const bench = await faultBench({ worker: { graceMs: 300 } });
    try {
      const paused = new Set<number>();
      const turns = await underFaults(bench, paused);
      const ended = await Promise.allSettled(turns.map((turn) => bench.judged(turn, { paused })));
      const problems = ended.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
      expect(problems).toEqual([]);
      expect(turns.length).toBeGreaterThanOrEqual(LANES);
    } catch (error) {
      throw new Error(`EVERYCALL_CHAOS_SEED=${SEED}`, { cause: error });
    } finally {
      await bench.close();
    }
  },
  (SECONDS + 60) * 1_000 + SETTLE_MS,
);

/** Runs turns while faults strike; resolves with the turns once all have ended. */
async function underFaults(bench: FaultBench, paused: Set<number>): Promise<TurnHandle[]> {
  const until = Date.now() + SECONDS * 1_000;
  const turns: TurnHandle[] = [];
  const lane = async (index: number) => {
    const random = new SeededRandom(SEED + index + 1);
    while (Date.now() < until) {
      const turn = await bench.start(drawSteps(random));
      turns.push(turn);
      expect((await turn.result()).outcome).toBe('completed');
    }
  };
  const workers = await Promise.all([bench.worker(), bench.worker()]);
  const lanes = Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
  await Promise.all([strike(bench, workers, paused, until), Promise.race([lanes, delay(SECONDS * 1_000)])]);
  const late = new AbortController();
  const tooLate = delay(SETTLE_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`turns ${turns.map((turn) => turn.turnId).join(', ')}: not all have ended in time`);
  });
  await Promise.race([lanes, tooLate]);
  tooLate.catch(() => undefined);
  late.abort();
  return turns;
}

/** Strikes one worker after another; two are up at the end, and none is paused. */
async function strike(bench: FaultBench, workers: WorkerProcess[], paused: Set<number>, until: number): Promise<void> {
  const random = new SeededRandom(SEED);
  const waking: Promise<void>[] = [];
  while (Date.now() < until) {
    await delay(random.int(200, 2_000));
    const place = random.int(0, workers.length - 1);
    const worker = workers[place]!;
    const fault = random.weighted({ kill: 4, stop: 3, pause: 2 });
    const asleep = random.int(500, 9_000);
    if (fault === 'kill') await worker.kill();
    if (fault === 'stop') worker.signal('SIGTERM');
    if (fault === 'pause') {
      worker.signal('SIGSTOP');
      paused.add(worker.pid);
      waking.push(wakeLater(worker, asleep));
    }
    workers[place] = await bench.worker();
  }
  await Promise.all(waking);
}

/** A worker that wakes goes on for a moment, with whatever it slept over, and is then stopped. */
async function wakeLater(worker: WorkerProcess, asleep: number): Promise<void> {
  await delay(asleep);
  worker.signal('SIGCONT');
  await delay(500);
  worker.signal('SIGTERM');
  await worker.gone;
}

function drawSteps(random: SeededRandom): ScriptedCall[][] {
  return Array.from({ length: random.int(1, 3) }, (_step, step) =>
    Array.from({ length: random.int(1, 4) }, (_call, position) =>
      ask(`call_${step}_${position}`, random.pick(['work', 'work', 'once', 'pair', 'single']), {
        n: random.int(0, 1_000),
        ms: random.int(0, 3_000),
      }),
    ),
  );
}
