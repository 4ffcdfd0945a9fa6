/** Standard output that can't be written: one clear line and a failing exit code; a reader that went away is no error. */
import { spawnSync, type StdioOptions } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const FULL = '/dev/full';
const onLinux = existsSync(FULL) ? test : test.skip;

function run(args: readonly string[], stdio: StdioOptions) {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { stdio, encoding: 'utf8' });
  return { status, stderr };
}

onLinux('a full disk is one line and exit code 1', () => {
  const full = openSync(FULL, 'w');
  try {
    const { status, stderr } = run(['--help'], ['ignore', full, 'pipe']);
    expect(stderr).toMatch(/^everycall: can't write to standard output: ENOSPC.*\n$/);
    expect(status).toBe(1);
    expect(run(['nope'], ['ignore', 'pipe', full]).status).toBe(2);
  } finally {
    closeSync(full);
  }
});

test('a closed pipe is no error', () => {
  const script = `"${process.execPath}" "${CLI}" --help | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  expect([stdout, stderr]).toEqual(['0\n', '']);
});
