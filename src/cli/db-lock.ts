/**
 * One `dev` a database file. Rule: two servers never work on one file, and a lock that a dead process left is no obstacle.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CommandError } from './command-error.js';
import { isAlive } from './is-alive.js';

/**
 * Takes the lock of a database file, by a file with our process id beside it. @returns gives it back.
 * @throws {CommandError} when a living process has it.
 */
export async function lockDatabase(dbFile: string): Promise<() => Promise<void>> {
  const lock = `${resolve(dbFile)}.lock`;
  await mkdir(dirname(lock), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writeFile(lock, `${process.pid}\n`, { flag: 'wx' });
      return () => rm(lock, { force: true });
    } catch (error) {
      if (!isTaken(error) || attempt > 2)
        throw new CommandError(`can't lock ${lock}: ${String(error)}`, { cause: error });
    }
    const pid = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (pid > 0 && isAlive(pid)) {
      throw new CommandError(
        `the database ${dbFile} is in use by process ${pid}: choose another with --db (or delete ${lock} if that is no everycall dev)`,
      );
    }
    await rm(lock, { force: true });
  }
}

function isTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}
