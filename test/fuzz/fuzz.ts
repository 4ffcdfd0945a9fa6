/**
 * `npm run fuzz -- --seed S --runs N`: hostile answers of N seeds from S on, on both APIs, streamed and not, and how often
 * each repair and fault occurred. A request that the strict server refuses ends it with exit code 1, its seed and the
 * command that repeats it; so does a kind that never occurred, since then the fuzz proves nothing about it.
 */
import { Command, InvalidArgumentError } from 'commander';
import type { RepairKind } from '../../src/contract/repair.js';
import { fuzzRun } from './fuzz-run.js';

/** Each kind of repair: whether hostile answers lead to it, or other tests hold it. */
const REPAIRS: Readonly<Record<RepairKind, 'here' | 'elsewhere'>> = {
  id_empty: 'here',
  id_malformed: 'here',
  id_duplicate: 'here',
  id_too_long: 'here',
  name: 'here',
  arguments_empty: 'here',
  arguments_not_text: 'here',
  arguments_not_json: 'here',
  arguments_not_object: 'here',
  arguments_encoded_twice: 'here',
  finish_reason: 'here',
  function_call: 'here',
  content_parts: 'here',
  choices: 'here',
  parallel_unpacked: 'here',
  // Counted as a fault: the model asks again by itself.
  stream_ambiguous: 'elsewhere',
  dropped_reasoning: 'here',
  dropped_hosted: 'here',
  dropped_added: 'here',
  fallback: 'elsewhere',
  asked_again: 'elsewhere',
  status: 'here',
  role: 'here',
  no_item: 'here',
  stray_result: 'here',
  tools_left_out: 'elsewhere',
  more: 'here',
};
const FAULTS = ['AnswerUnreadable', 'AnswerFailed', 'AnswerTooLarge', 'StreamCut', 'StreamAmbiguous'];
/** From so many runs on, a kind that never occurred is an error. */
const FULL_RUNS = 20_000;

/** What a fuzz found. */
export interface FuzzFound {
  /** How often each repair and fault occurred. */
  readonly counts: ReadonlyMap<string, number>;
  /** The first seed that broke a rule, and how. */
  readonly broken?: { readonly seed: number; readonly why: string };
}

/** Runs these seeds. */
export async function fuzzSeeds(seed: number, runs: number): Promise<FuzzFound> {
  const counts = new Map([...expectedKinds()].map((kind) => [kind, 0]));
  for (let run = 0; run < runs; run += 1) {
    const { repairs, faults, broken } = await fuzzRun(seed + run).catch((error: unknown) => {
      return {
        repairs: [],
        faults: [],
        broken: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    });
    for (const kind of [...repairs, ...faults]) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (broken !== undefined) return { counts, broken: { seed: seed + run, why: broken } };
  }
  return { counts };
}

function expectedKinds(): string[] {
  return [...Object.entries(REPAIRS).flatMap(([kind, where]) => (where === 'here' ? kind : [])), ...FAULTS];
}

/** Runs the command; returns the exit code. */
export async function fuzz(argv: readonly string[]): Promise<number> {
  const command = new Command('fuzz')
    .description('sends hostile answers through the edge and judges the requests that follow')
    .option('--seed <number>', 'first seed', whole, Date.now() % 1_000_000_000)
    .option('--runs <number>', 'number of seeds', whole, 100_000)
    .parse([...argv], { from: 'user' });
  const { seed, runs } = command.opts<{ seed: number; runs: number }>();
  const started = performance.now();
  const { counts, broken } = await fuzzSeeds(seed, runs);
  const seconds = (performance.now() - started) / 1_000;
  for (const [kind, count] of [...counts].toSorted(([a], [b]) => a.localeCompare(b))) {
    console.log(`${String(count).padStart(9)}  ${kind}`);
  }
  if (broken) {
    console.error(`seed ${broken.seed} broke a rule: ${broken.why.slice(0, 5_000)}`);
    console.error(`repeat it: npm run fuzz -- --seed ${broken.seed} --runs 1`);
    return 1;
  }
  console.log(`seed ${seed}: ${runs} conversations in ${seconds.toFixed(1)} s, none led to a request that is refused`);
  const missing = runs >= FULL_RUNS ? [...counts].filter(([, count]) => count === 0) : [];
  for (const [kind] of missing) console.error(`never occurred: ${kind}`);
  return missing.length > 0 ? 1 : 0;
}

function whole(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('a whole number is needed.');
  return Number(text);
}
