/**
 * `npm test`: builds, then runs every jest project, and ends with the sums. Test files run two at a time, but those that kill
 * and stop processes (`faults`) one by one.
 *
 *   node scripts/test.mjs [--no-build] [--again] [--results FILE] [STAGE[=PATTERN] …]
 *
 * STAGE is `unit`, `server`, `e2e` or `faults`; all of them when none is given. PATTERN picks test files of the stage. FILE gets a line
 * of JSON for each stage: `{stage, passed, failed, skipped}`. With `--again` a few files that failed are run once more, each by
 * itself, and what passes then is named as unsteady: these tests kill processes and race clocks, and CI's machines stall.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../', import.meta.url));
const STAGES = {
  unit: ['--selectProjects', 'unit'],
  server: ['--selectProjects', 'workflows', 'replay'],
  e2e: ['--selectProjects', 'e2e', '--testPathIgnorePatterns=e2e/faults/'],
  faults: ['--selectProjects', 'e2e'],
};
/** Which files of its project a stage runs when no pattern is given. */
const FILES = { faults: 'test/e2e/faults/' };
/** More files than these fail for a reason. */
const MOST_AGAIN = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { build: { type: 'boolean', default: true }, again: { type: 'boolean' }, results: { type: 'string' } },
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
  const started = Date.now();
  const files = pattern ?? FILES[stage];
  const workers = stage === 'faults' ? 1 : 2;
  let result = runJest([...STAGES[stage], `--maxWorkers=${workers}`], files === undefined ? [] : [files]);
  const { failedFiles } = result;
  if (values.again && failedFiles.length > 0 && failedFiles.length <= MOST_AGAIN) {
    const names = failedFiles.map(({ name }) => name);
    const again = runJest([...STAGES[stage], '--maxWorkers=1', '--runTestsByPath'], names);
    const passedBefore = failedFiles.reduce((sum, { passed }) => sum + passed, 0);
    result = { ...again, passed: result.passed - passedBefore + again.passed, skipped: result.skipped };
    const unsteady = names.filter((name) => !again.failedFiles.some((file) => file.name === name));
    for (const name of unsteady) console.log(`unsteady: ${relative(root, name)} failed, and passed by itself`);
  }
  const { passed, failed, skipped } = result;
  console.log(`${stage}: ${summary(result)} (${Math.round((Date.now() - started) / 1000)} s)`);
  if (values.results) appendFileSync(values.results, `${JSON.stringify({ stage, passed, failed, skipped })}\n`);
  return result;
}

function runJest(options, files) {
  const out = join(work, 'jest.json');
  rmSync(out, { force: true });
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const args = ['--experimental-vm-modules', '--no-warnings', jest, '--json', `--outputFile=${out}`, ...options];
  const status = node(files.length === 0 ? args : [...args, '--', ...files]);
  const result = readResult(out);
  // A stage that fails without a failing test (jest itself broke) must not look green.
  if (status !== 0 && result.failed === 0) result.failed = 1;
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
      failedFiles: json.testResults
        .filter(({ status }) => status === 'failed')
        .map(({ name, assertionResults: tests }) => ({
          name,
          passed: tests.filter(({ status }) => status === 'passed').length,
        })),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, failedFiles: [] };
  }
}

function node(args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status;
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
