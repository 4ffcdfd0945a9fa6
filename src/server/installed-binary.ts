/** Binaries that are there already: `temporal` on PATH, and the one in our cache. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cachedBinary } from './binary-cache.js';
import { SourceUnavailable, type BinarySource } from './binary-source.js';

const FILE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** `temporal` on PATH. */
export const onPath: BinarySource = {
  name: 'PATH',
  async find({ env }) {
    // Relative entries are left out: what the current folder holds is no installation.
    const folders = (env.PATH ?? '')
      .split(delimiter)
      .filter((folder) => folder.startsWith('/') || /^[A-Z]:/i.test(folder));
    for (const folder of folders) {
      const file = join(folder, FILE);
      if (await isExecutable(file)) return file;
    }
    throw new SourceUnavailable('no "temporal" there');
  },
};

/** The binary that an earlier start downloaded or built. */
export const inCache: BinarySource = {
  name: 'cache',
  async find({ env }) {
    const file = cachedBinary(env);
    if (await isExecutable(file)) return file;
    throw new SourceUnavailable(`no ${file}`);
  },
};

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
