/** What long turns fetch: how many bytes a step, beside what a step adds and what the whole transcript would be. */
import type { EverycallClient } from '../src/client.js';
import type { Side } from './sides.js';
import type { Task } from './task.js';

/** Works some long turns at once and says what was fetched. */
export async function fetching(
  ours: Side,
  client: EverycallClient,
  fetched: () => Promise<{ queries: number; bytes: number }>,
  task: Task,
  turns: number,
): Promise<string> {
  const before = await fetched();
  const ids = await Promise.all(Array.from({ length: turns }, () => ours.turn(task)));
  const after = await fetched();
  const steps = turns * (task.steps + 1);
  const transcript = JSON.stringify(await client.turn(ids[0]!).transcript()).length;
  const queries = (after.queries - before.queries) / steps;
  const bytes = Math.round((after.bytes - before.bytes) / steps);
  return (
    `${turns} turns of ${task.steps} steps at once made ${queries.toFixed(2)} queries and fetched ${bytes} B a step; ` +
    `a step adds ${Math.round(transcript / task.steps)} B, the transcript has ${Math.round(transcript / 2)} B on average.`
  );
}
