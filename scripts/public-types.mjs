/**
 * Leaves out the declarations that no entry point leads to: nobody can import them, and a backend's install is smaller by
 * them. Rule: what an entry point names stays, however far down; scripts/pack-check.mjs compiles against what is left.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IMPORT = /(?:from |import\()['"](\.[^'"]+)\.js['"]/g;

/**
 * @param {string} dist the folder that was built
 * @param {readonly string[]} entries names of the entry points' files in it, without their ending
 */
export function dropPrivateTypes(dist, entries) {
  // A set that grows is walked to its end.
  const kept = new Set(entries.map((name) => join(dist, `${name}.d.ts`)));
  for (const file of kept) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(IMPORT)) kept.add(join(dirname(file), `${path}.d.ts`));
  }
  for (const name of readdirSync(dist, { recursive: true })) {
    const file = join(dist, name);
    if (file.endsWith('.d.ts') && !kept.has(file)) rmSync(file);
  }
}
