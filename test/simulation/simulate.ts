/**
 * `npm run simulate -- --seed S --runs N`: runs the schedules of N seeds from S on and prints how often each kind of
 * outcome, ending and event occurred. A schedule that breaks a rule ends it with exit code 1, its seed and the command
 * that replays it.
 */
import { Command, InvalidArgumentError } from 'commander';
import { FAULTS } from './call-fate.js';
import { runSchedule, ScheduleFailed } from './run-schedule.js';
import { Tally } from './tally.js';

/** From so many runs on, a kind that never occurred is an error: the simulation has lost its reach. */
const FULL_RUNS = 5_000;

/** Runs the command; returns the exit code. */
export async function simulate(argv: readonly string[]): Promise<number> {
  const command = new Command('simulate')
    .description('runs the loop of a turn through random schedules under virtual time')
    .option('--seed <number>', 'first seed', whole, Date.now() % 1_000_000_000)
    .option('--runs <number>', 'number of seeds', whole, 10_000)
    .parse([...argv], { from: 'user' });
  const { seed, runs } = command.opts<{ seed: number; runs: number }>();
  const total = new Tally();
  const started = performance.now();
  for (let run = 0; run < runs; run += 1) {
    try {
      total.include(await runSchedule(seed + run));
    } catch (error) {
      if (!(error instanceof ScheduleFailed)) throw error;
      console.error(`schedule ${run + 1} of ${runs} broke the contract, seed ${error.seed}:`);
      for (const rule of error.broken.slice(0, 20)) console.error(`  ${rule}`);
      console.error(`replay it: npm run simulate -- --seed ${error.seed} --runs 1`);
      return 1;
    }
  }
  const seconds = (performance.now() - started) / 1_000;
  for (const line of total.lines()) console.log(line);
  console.log(
    `seed ${seed}: ${runs} schedules in ${seconds.toFixed(1)} s, ${Math.round(runs / seconds)} a second, none broke a rule`,
  );
  const missing = runs >= FULL_RUNS ? total.missing(Object.keys(FAULTS)) : [];
  for (const kind of missing) console.error(`never occurred: ${kind}`);
  return missing.length > 0 ? 1 : 0;
}

function whole(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('a whole number is needed.');
  return Number(text);
}
