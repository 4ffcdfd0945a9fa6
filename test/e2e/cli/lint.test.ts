/** `everycall lint` as a process: a table for people, one object for machines, and an exit code. */
import { fileURLToPath } from 'node:url';
import type { LintJson } from '../../../src/cli/lint.js';
import { everycall, killAll } from './command.js';

const AGENTS = fileURLToPath(new URL('./lint-agents.ts', import.meta.url));
const ELSEWHERE = fileURLToPath(new URL('./lint-elsewhere.ts', import.meta.url));
const REFUSED = fileURLToPath(new URL('./lint-refused.ts', import.meta.url));
afterAll(killAll);

test('findings are a table, errors are counted and exit 1, and defineAgent does not say the same again', async () => {
  const { code, stdout, stderr } = await everycall(['lint', AGENTS]);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^ +CODE +WHERE +WHAT\nerror +schema_refused +refused +parameters\.properties\.keys is an array/,
  );
  expect(stdout).toMatch(/\nwarning +hosted_tool_blocks_parallel +blocked +with web_search among/);
  expect(stdout).toContain('Fix: Give the tool isolate: true');
  expect(stderr).toBe(`${AGENTS}: 1 error, 1 warning\n`);
});

test('--json prints one object', async () => {
  const { code, stdout, stderr } = await everycall(['lint', AGENTS, '--json']);
  const { ok, file, findings } = JSON.parse(stdout) as LintJson;
  expect([code, ok, file, stderr]).toEqual([1, false, AGENTS, '']);
  expect(findings.map((each) => [each.severity, each.code, each.agent, each.tool])).toEqual([
    ['error', 'schema_refused', 'refused', 'rows'],
    ['warning', 'hosted_tool_blocks_parallel', 'blocked', 'web_search'],
  ]);
});

test('a file without findings exits 0', async () => {
  const { code, stdout, stderr } = await everycall(['lint', AGENTS], { env: { EVERYCALL_TEST_ONLY: 'isolated' } });
  expect([code, stdout, stderr]).toEqual([0, '', `${AGENTS}: 0 errors, 0 warnings\n`]);
});

test('a definition that is refused is a finding with its place, no stack', async () => {
  const { code, stdout } = await everycall(['lint', REFUSED, '--json']);
  const { findings } = JSON.parse(stdout) as LintJson;
  expect(code).toBe(1);
  expect(findings).toEqual([
    {
      code: 'definition_error',
      severity: 'error',
      at: expect.stringMatching(/lint-refused\.ts:5:\d+$/),
      reason: expect.stringContaining('got "my tool"'),
      fix: expect.any(String),
    },
  ]);
});

test('the place is that of the definition, in whichever file it stands', async () => {
  const { stdout } = await everycall(['lint', ELSEWHERE, '--json']);
  const [finding] = (JSON.parse(stdout) as LintJson).findings;
  expect(finding?.at).toMatch(/lint-tools\.ts:4:\d+$/);
  expect(finding?.reason).toMatch(/got "computer"$/);
  expect(finding?.fix).toContain('Use defineTool');
});

test('a file that is not there exits 2 with one line', async () => {
  const { code, stdout, stderr } = await everycall(['lint', 'no-such-file.ts']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^everycall: agents file no-such-file\.ts: there is no such file .*\n$/);
});
