/** The real loop under virtual time: no schedule breaks a rule, and the ledger that says so catches loops that do. */
import { BROKEN_LOOPS } from './broken-loops.js';
import { FAULTS } from './call-fate.js';
import { runSchedule, ScheduleFailed } from './run-schedule.js';
import { Tally } from './tally.js';

/** Another seed is tried by `npm run simulate`; a failure prints the seed of its schedule. */
const FIRST_SEED = 20_000;

test('500 schedules break no rule and reach every kind of outcome, ending, fault and event', async () => {
  const total = new Tally();
  for (let seed = FIRST_SEED; seed < FIRST_SEED + 500; seed += 1) total.include(await runSchedule(seed));
  expect(total.missing(Object.keys(FAULTS))).toEqual([]);
});

test('a schedule is decided by its seed', async () => {
  expect((await runSchedule(FIRST_SEED)).lines()).toEqual((await runSchedule(FIRST_SEED)).lines());
});

/** What the first schedule that a loop fails in says; undefined when 1,000 of them find nothing. */
async function firstFailure(name: string): Promise<ScheduleFailed | undefined> {
  for (let seed = 1; seed <= 1_000; seed += 1) {
    try {
      await runSchedule(seed, BROKEN_LOOPS[name]);
    } catch (error) {
      if (error instanceof ScheduleFailed) return error;
      throw error;
    }
  }
  return undefined;
}

/** The broken loops, and what the ledger says of each. */
const CAUGHT: [string, RegExp][] = [
  ['results in another order than the calls', /holds other items|misplaced/],
  ['results given to other calls', /holds other items|its result is|is recorded as/],
  ['a result dropped', /hole|has no result/],
  ['a result recorded twice', /duplicate|stray|two results/],
  ['results of its own never recorded', /has no result/],
  ['results of its own recorded again', /comes twice/],
  ['counts lost in another run', /the end counts/],
  ['results of its own lost in another run', /has no result/],
  ['an answer cut off its results by a compaction', /stray|holds other items/],
  ['a wish of the user lost in a compaction', /holds other items/],
  ['answers returned to the model without end', /brings other words|should have ended "failed: output_invalid"/],
  ['what was said never recorded', /brings other words/],
  ['no last answer asked for at a limit', /is final: undefined/],
  ['the model asked before all calls ended', /while a call of it runs|more than the agent's|its result is/],
  ['a finished result replaced after a cancel', /is recorded by its activity and by the turn|its result is cancelled/],
  ['a call that failed run again by the loop', /started a second time/],
  ['more at once than the tool allows', /more than the tool's/],
  ['calls under approval run without one', /although nobody said yes/],
  ['more at once than the agent allows', /more than the agent's/],
  ['the same call run over and over', /is (started|recorded|run) /],
  ['a handoff that changes nothing', /is made by/],
  ['what sub-agents spent not counted', /the end counts|may spend|is final/],
  ['calls started after a cancel', /(started|made) after the cancel/],
  ['a fault of one call that fails the turn', /the loop threw/],
  ['a call waited for without end', /has not ended|waits although nothing/],
];

test.each(CAUGHT)('the ledger catches %s', async (name, rule) => {
  const failed = await firstFailure(name);
  expect(failed?.broken.join('\n')).toMatch(rule);
});

test('every broken loop is tried', () => {
  expect(CAUGHT.map(([name]) => name)).toEqual(Object.keys(BROKEN_LOOPS));
});
