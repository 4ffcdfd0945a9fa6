/**
 * Runs one schedule: the real loop of a turn in a simulated world. A step lets the loop go as far as it can, then fires
 * the next event in virtual time. Rule: a schedule is decided by its seed alone.
 */
import type { Carried } from '../../src/contract/carried.js';
import type { TurnEnd } from '../../src/contract/turn.js';
import type { Entry } from '../../src/protocol/entry.js';
import type { TurnEffects } from '../../src/workflows/turn-effects.js';
import { runTurn } from '../../src/workflows/turn-loop.js';
import { TurnState } from '../../src/workflows/turn-state.js';
import { Ledger } from './ledger.js';
import { drawScenario } from './scenario.js';
import { SeededRandom } from './seeded-random.js';
import { SimulatedWorld } from './simulated-world.js';
import { Tally } from './tally.js';
import { VirtualClock } from './virtual-clock.js';

/** More events than any turn within its limits has. */
const EVENTS = 20_000;

/** What is run; tests of the ledger bring loops that are wrong. */
export interface Subject {
  readonly loop: (state: TurnState, effects: TurnEffects) => Promise<TurnEnd | Carried>;
  readonly state: new (name: string, input: readonly Entry[], startedAt: number) => TurnState;
}

/** What production runs. */
const REAL: Subject = { loop: runTurn, state: TurnState };

/** A schedule in which a rule was broken. */
export class ScheduleFailed extends Error {
  override readonly name = 'ScheduleFailed';

  constructor(
    readonly seed: number,
    readonly broken: readonly string[],
  ) {
    super(`seed ${seed}: ${broken.slice(0, 5).join('; ')}`);
  }
}

/**
 * Runs the schedule of a seed and returns what occurred in it.
 * @throws {ScheduleFailed} when a rule was broken, or the turn did not end.
 */
export async function runSchedule(seed: number, subject: Partial<Subject> = {}): Promise<Tally> {
  const { loop, state: State } = { ...REAL, ...subject };
  const random = new SeededRandom(seed);
  const scenario = drawScenario(random);
  const clock = new VirtualClock(random);
  const tally = new Tally();
  const ledger = new Ledger(scenario, clock, tally);
  let state = new State(scenario.agent.name, scenario.input, clock.now);
  const world = new SimulatedWorld({ scenario, random, clock, ledger, tally, state });

  const { cancelAfterMs } = scenario;
  if (cancelAfterMs === 0) {
    tally.event('cancel before the turn began');
    world.cancel();
  } else if (cancelAfterMs !== undefined) clock.after(cancelAfterMs, () => ended ?? world.cancel());

  for (const { afterMs, what } of scenario.acts) clock.after(afterMs, () => ended ?? world.people.act(what));

  let ended: { end?: TurnEnd; thrown?: unknown } | undefined;
  /** The turn over all its runs; what goes from one to the next is JSON. */
  const work = async (): Promise<TurnEnd> => {
    for (;;) {
      const end = await loop(state, world);
      if (!('progress' in end)) return end;
      const carried = JSON.parse(JSON.stringify(end)) as Carried;
      const entries = 'entries' in carried.transcript ? carried.transcript.entries : [];
      ledger.continued(carried, entries);
      state = new State(scenario.agent.name, entries, clock.now);
      state.resume(carried);
      world.goOn(state);
    }
  };
  const turn = work().then(
    (end) => (ended = { end }),
    (thrown: unknown) => (ended = { thrown }),
  );
  const check = () => {
    if (ledger.broken.length > 0) throw new ScheduleFailed(seed, ledger.broken);
  };
  for (let events = 0; ; events += 1) {
    await settle();
    if (!ended) ledger.settled();
    check();
    if (ended) break;
    if (events > EVENTS) throw new ScheduleFailed(seed, [`the turn did not end within ${EVENTS} events`]);
    if (!clock.fireNext()) throw new ScheduleFailed(seed, ['nothing is pending and the turn has not ended']);
    while (clock.moreNow && random.chance(0.5)) {
      tally.event('several events at once');
      clock.fireNext();
    }
  }
  await turn;
  const { end, thrown } = ended;
  if (!end) throw new ScheduleFailed(seed, [`the loop threw ${String(thrown)}`]);
  ledger.turnEnded(end, state.transcript.entries);
  const recorded = JSON.stringify(end);
  while (clock.fireNext()) await settle();
  if (JSON.stringify(end) !== recorded) ledger.break('the end changed after it was recorded');
  check();
  return tally;
}

/** Lets everything run that can run without time going on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
