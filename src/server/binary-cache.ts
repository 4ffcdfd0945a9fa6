/** The folder that keeps a downloaded or built binary. Rule: the file there is whole, whoever else installs at the time. */
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const FILE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
const WORK_PREFIX = '.install-';
const STALE_MS = 60 * 60 * 1000;

/** `$XDG_CACHE_HOME/everycall/bin/temporal`, or under `~/.cache`. */
export function cachedBinary(env: NodeJS.ProcessEnv): string {
  const cache = env.XDG_CACHE_HOME?.startsWith('/') ? env.XDG_CACHE_HOME : join(env.HOME ?? homedir(), '.cache');
  return join(cache, 'everycall', 'bin', FILE);
}

/**
 * Lets `make` put a binary into a folder of its own and moves it into the cache by one rename, so that two processes that
 * install at once both end with a whole file. The folder goes in every case.
 * @param make gets the folder and gives the path of the binary in it.
 */
export async function installIntoCache(
  env: NodeJS.ProcessEnv,
  make: (folder: string) => Promise<string>,
): Promise<string> {
  const target = cachedBinary(env);
  await mkdir(dirname(target), { recursive: true });
  await removeStale(dirname(target));
  const folder = await mkdtemp(join(dirname(target), WORK_PREFIX));
  try {
    await rename(await make(folder), target);
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What processes left that were killed while they installed. */
async function removeStale(bin: string): Promise<void> {
  for (const name of await readdir(bin)) {
    if (!name.startsWith(WORK_PREFIX)) continue;
    const folder = join(bin, name);
    const made = await stat(folder).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > STALE_MS) await rm(folder, { recursive: true, force: true });
  }
}
