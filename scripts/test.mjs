/**
 * `npm test`: builds, then runs every jest project, and ends with the sums. Test files run two at a time, but those that kill
 * and stop processes (`faults`) one by one.
 *
 *   node scripts/test.mjs [--no-build] [--results FILE] [STAGE[=PATTERN] …]
 *
 * STAGE is `unit`, `server`, `e2e` or `faults`; all of them when none is given. PATTERN picks test files of the stage. FILE gets a line
 * of JSON for each stage: `{stage, passed, failed, skipped}`.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../', import.meta.url));
const STAGES = {
  unit: ['--selectProjects', 'unit', '--maxWorkers=2'],
  server: ['--selectProjects', 'workflows', 'replay', '--maxWorkers=2'],
  e2e: ['--selectProjects', 'e2e', '--maxWorkers=2', '--testPathIgnorePatterns=e2e/faults/'],
  faults: ['--selectProjects', 'e2e', '--maxWorkers=1'],
};
/** Which files of its project a stage runs when no pattern is given. */
const FILES = { faults: 'test/e2e/faults/' };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { build: { type: 'boolean', default: true }, results: { type: 'string' } },
  allowNegative: true,
});
const work = mkdtempSync(join(tmpdir(), 'everycall-test-'));
try {
  process.exitCode = main(positionals.length > 0 ? positionals : Object.keys(STAGES));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function main(wanted) {
  const unknown = wanted.find((name) => !(name.split('=')[0] in STAGES));
  if (unknown !== undefined) {
    console.error(`no stage "${unknown}"; there are ${Object.keys(STAGES).join(', ')}`);
    return 2;
  }
  if (values.build && node([join(root, 'scripts/build.mjs')]) !== 0) return 1;
  const sums = wanted.map(runStage);
  const total = (key) => sums.reduce((sum, stage) => sum + stage[key], 0);
  console.log(summary({ passed: total('passed'), failed: total('failed'), skipped: total('skipped') }));
  return sums.every(({ green }) => green) ? 0 : 1;
}

function runStage(given) {
  const [stage, pattern] = given.split('=');
  const file = join(work, `${stage}.json`);
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const args = ['--experimental-vm-modules', '--no-warnings', jest, '--json', `--outputFile=${file}`, ...STAGES[stage]];
  const started = Date.now();
  const files = pattern ?? FILES[stage];
  const status = node(files === undefined ? args : [...args, '--', files]);
  const result = readResult(file);
  // A stage that fails without a failing test (jest itself broke) must not look green.
  if (status !== 0 && result.failed === 0) result.failed = 1;
  console.log(`${stage}: ${summary(result)} (${Math.round((Date.now() - started) / 1000)} s)`);
  if (values.results) appendFileSync(values.results, `${JSON.stringify({ stage, ...result })}\n`);
  return { ...result, green: status === 0 };
}

/** A file of tests that can't be loaded has no failing test of its own; it counts as one. */
function readResult(file) {
  try {
    const json = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: json.numPassedTests,
      failed: json.numFailedTests + json.numRuntimeErrorTestSuites,
      skipped: json.numPendingTests + json.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function node(args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status;
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
