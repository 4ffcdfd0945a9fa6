/** The fuzz in small: no hostile answer leads to a request that the strict server refuses. `npm run fuzz` runs 100,000. */
import { fuzzSeeds } from './fuzz.js';

const SEED = 5;
const RUNS = 3_000;

test(`${RUNS} hostile conversations from seed ${SEED} on`, async () => {
  const { counts, broken } = await fuzzSeeds(SEED, RUNS);
  expect(broken).toBeUndefined();
  // The rarest kinds need more runs.
  const missing = [...counts].filter(([, count]) => count === 0).map(([kind]) => kind);
  expect(missing.filter((kind) => !['AnswerTooLarge', 'more'].includes(kind))).toEqual([]);
});
