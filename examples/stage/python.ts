/** Python with packages, for examples and tests. Rule: the environment is made once, and what is missing is said, not thrown. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PIP_MS = 180_000;
const OLDEST = '3.10';

/** The interpreter of an environment, or why there is none. */
export type FoundPython = { readonly python: string } | { readonly missing: string };

/** A Python that has the packages of a requirements file, installed once by its content. Never rejects. */
export async function pythonWith(requirements: URL): Promise<FoundPython> {
  const content = await readFile(requirements);
  const folder = join(tmpdir(), `everycall-python-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`);
  const interpreter = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
  const python = join(folder, interpreter);
  if (await exists(python)) return { python };
  try {
    const newer = `import sys; sys.exit(sys.version_info < (${OLDEST.replace('.', ', ')}))`;
    await run('python3', ['-c', newer]);
  } catch {
    return { missing: `needs python3, version ${OLDEST} or newer` };
  }
  // Made aside and put in place whole, since two processes may make it at once; only its scripts know their folder.
  const aside = await mkdtemp(`${folder}-`);
  try {
    await run('python3', ['-m', 'venv', aside]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '-r', fileURLToPath(requirements)];
    await run(join(aside, interpreter), pip, { timeout: PIP_MS });
    await rename(aside, folder);
    return { python };
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (await exists(python)) return { python };
    const [why] = String((error as { stderr?: unknown }).stderr ?? error)
      .trim()
      .split('\n')
      .slice(-1);
    return { missing: `needs python3 with venv and a Python package index: ${why}` };
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
