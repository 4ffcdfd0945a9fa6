/** A folder for the logs of one run. Rule: it is bounded: the folders of the latest runs are kept. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RUNS = fileURLToPath(new URL('../../.everycall/demo/', import.meta.url));
const KEPT = 10;

/** Makes the folder of this run. */
export async function runFolder(): Promise<string> {
  await mkdir(RUNS, { recursive: true });
  const earlier = (await readdir(RUNS)).sort().slice(0, 1 - KEPT);
  await Promise.all(earlier.map((name) => rm(join(RUNS, name), { recursive: true, force: true })));
  const folder = join(RUNS, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${process.pid}`);
  await mkdir(folder);
  return folder;
}
