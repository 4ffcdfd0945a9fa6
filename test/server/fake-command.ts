/** Shell scripts that stand in for `temporal` and `go`, in folders that go after the test. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a Temporal CLI prints about itself. */
export const VERSION_SCRIPT = `echo 'temporal version 9.9.9 (Server 1.0.0, UI 2.0.0)'`;

/** Writes an executable script. */
export async function script(file: string, body: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
  return file;
}

/** A folder for one test. */
export async function testFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'everycall-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
