/** When a run is due: early enough for Temporal's bounds, and never before it was worth its beginning. */
import { runIsDue } from '../../src/protocol/run-size.js';

const began = { events: 3, bytes: 1_000 };
const large = { events: 4, bytes: 3_000_000 };

test.each([
  ['Temporal suggests it', { events: 4_100, bytes: 900_000 }, began, true, true],
  ['nobody suggests it', { events: 4_100, bytes: 900_000 }, began, false, false],
  ['it has 8,000 events', { events: 8_000, bytes: 900_000 }, began, false, true],
  ['it has 8 MB', { events: 100, bytes: 8_000_000 }, began, false, true],
  ['it has not grown by what it began with', { events: 300, bytes: 5_000_000 }, large, true, false],
  ['it has grown by what it began with', { events: 300, bytes: 6_000_000 }, large, true, true],
  ['it has grown by 4,000 events', { events: 4_004, bytes: 5_000_000 }, large, true, true],
])('%s: due or not', (_what, now, start, suggested, due) => {
  expect(runIsDue(now, start, suggested)).toBe(due);
});
