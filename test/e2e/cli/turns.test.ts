/** `worker`, `run`, `show`, `list` and `cancel` of the built command, against a real server and the strict model. */
import { randomUUID } from 'node:crypto';
import { expectValid, scriptedModel, type ScriptedModel } from '../../../src/testing.js';
import { testAddress } from '../../harness/turn-bench.js';
import { AGENTS, everycall, killAll, start, type CommandSettings, type RunningCommand } from './command.js';
import { reply } from './script.js';

const address = ['--address', testAddress()];
const queue = ['--task-queue', `cli-${randomUUID()}`];
const server = [...address, ...queue];
let model: ScriptedModel;
let worker: RunningCommand;

const id = (name: string) => `${name}-${randomUUID()}`;
const run = (args: readonly string[], settings?: CommandSettings) => everycall(['run', ...args, ...server], settings);

beforeAll(async () => {
  model = await scriptedModel({ script: reply });
  const env = { EVERYCALL_TEST_MODEL: model.baseURL, EVERYCALL_TEST_KEY: 'sk-test-0123456789abcdef' };
  worker = start(['worker', AGENTS, ...server], { env });
  await worker.said(/^ready: task queue cli-.*, agents other, tester, at 127\.0\.0\.1:\d+/m);
});
afterAll(async () => {
  worker.signal('SIGTERM');
  const { code, stdout, stderr } = await worker.ended;
  await killAll();
  await model.close();
  expectValid(model);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toMatch(/call get_weather ok turnId=\S+ callId=call_a attempt=1/);
});

test('run prints the answer alone on stdout, and a line for each call on stderr', async () => {
  const { code, stdout, stderr } = await run(['tester', 'weather']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Sunny.\n' });
  expect(stderr).toContain('→ 1.0 get_weather(city: "Paris")\n');
  expect(stderr).toMatch(/^✓ 1\.0 get_weather ok \d+ ms$/m);
  expect(stderr).toMatch(/^✓ 1\.1 get_weather ok .* ×2$/m);
  expect(stderr).toMatch(/^✗ 1\.2 get_wether unknown_tool: /m);
  expect(stderr).toMatch(/^✗ 1\.3 get_weather error .* ×2: .*no such city/m);
  expect(stderr).toContain('2 steps · 4 calls: 2 ok, 1 error, 1 unknown_tool · ');
  // A pipe gets no colours, and no terminal obeys what a tool said.
  expect(stderr).not.toMatch(/[^\n\P{Cc}]/u);
});

test('run --json prints one object, which show --json repeats with items and the size of the history', async () => {
  const turnId = id('json');
  const context = JSON.stringify({ user: 'u1' });
  const ran = await run(['tester', 'weather', '--json', '--turn-id', turnId, '--context', context]);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout.trimEnd()).not.toContain('\n');
  const turn = JSON.parse(ran.stdout) as { calls: unknown[] };
  expect(turn).toMatchObject({ turnId, agent: 'tester', outcome: 'completed', output: 'Sunny.', steps: 2 });
  const call = { step: 1, name: 'get_weather', outcome: 'ok', ms: expect.any(Number) as number };
  expect(turn.calls).toEqual([
    expect.objectContaining({ ...call, position: 0, callId: 'call_a', attempts: 1, output: '{"city":"Paris"}' }),
    expect.objectContaining({ ...call, position: 1, callId: 'call_b', attempts: 2 }),
    expect.objectContaining({ position: 2, callId: 'call_c', outcome: 'unknown_tool', attempts: 0, ms: null }),
    expect.objectContaining({ position: 3, callId: 'call_d', outcome: 'error', attempts: 2 }),
  ]);

  const shown = await everycall(['show', turnId, '--json', ...address]);
  const { items, history, ...same } = JSON.parse(shown.stdout) as { items: unknown[]; history: object };
  expect(same).toEqual(turn);
  expect(items).toHaveLength(10);
  expect(items[0]).toEqual({ type: 'message', role: 'user', content: 'weather' });
  expect(history).toEqual({ bytes: expect.any(Number) as number, events: expect.any(Number) as number });
  // The same id again attaches to the turn that is there; nothing runs twice.
  await expect(run(['tester', 'weather', '--json', '--turn-id', turnId])).resolves.toMatchObject({
    stdout: ran.stdout,
  });
  const taken = await run(['other', 'weather', '--turn-id', turnId]);
  expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining('is of agent "tester"') as string });
});

test('run reads standard input, and refuses what is no text', async () => {
  const said = 'two\nlines, \u001b[31mred\u001b[0m';
  const { code, stdout } = await run(['tester', '-', '--json'], { input: `${said}\n` });
  expect(code).toBe(0);
  expect(stdout).not.toContain('\u001b');
  expect(JSON.parse(stdout)).toMatchObject({ output: said });
  await expect(run(['tester', '-'])).resolves.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/empty/) as string,
  });
  const binary = await run(['tester', '-'], { input: Uint8Array.of(0xff, 0xfe) });
  expect(binary).toMatchObject({ code: 2, stderr: expect.stringMatching(/UTF-8/) as string });
});

test('a limit exits 3, a failure 1 with the reason in a line that lists the agents', async () => {
  const limited = await run(['tester', 'loop', '--json']);
  expect(limited.code).toBe(3);
  expect(JSON.parse(limited.stdout)).toMatchObject({ outcome: 'limit', limit: 'steps', output: null });
  const failed = await run(['testr', 'hello']);
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  // Told long before the turn fails, in case another worker has it.
  expect(failed.stderr).toMatch(
    /^no worker of task queue "cli-.* that was asked has an agent "testr"; waiting for one/m,
  );
  expect(failed.stderr).toMatch(/^failed: agent_unknown: no agent "testr".*the agents there are: tester, other$/m);
});

test('run --detach prints the id at once; show tells of the open call; Ctrl-C on an attached run cancels it', async () => {
  const turnId = id('slow');
  const detached = await run(['tester', 'slow', '--detach', '--json', '--turn-id', turnId]);
  expect(JSON.parse(detached.stdout)).toEqual({ turnId });

  const attached = start(['run', 'tester', 'slow', '--turn-id', turnId, ...server]);
  await attached.said(/→ 1\.0 slow\(\)/);
  await worker.said(/slow has begun/);
  const open = await everycall(['show', turnId, ...address]);
  expect(open.stdout).toMatch(/^ {2}slow\(\{\}\).* running /m);
  expect(open.stdout).toMatch(/^running · 1 step · 1 call: 1 open · /m);
  attached.signal('SIGINT');
  const cancelled = await attached.ended;
  expect(cancelled).toMatchObject({ code: 130, stdout: '' });
  expect(cancelled.stderr).toMatch(/^✗ 1\.0 slow cancelled/m);
  const shown = await everycall(['show', turnId, ...address]);
  expect(shown.stdout).toMatch(/^cancelled · /m);
});

test('a second Ctrl-C leaves a turn that no worker takes, of which the user was told', async () => {
  const turnId = id('alone');
  const nobody = ['--task-queue', id('nobody')];
  const left = start(['run', 'tester', 'hello', '--turn-id', turnId, ...address, ...nobody]);
  await left.said(
    /no worker polls task queue "nobody-.*everycall worker AGENTS_FILE --address \S+ --task-queue nobody-/,
  );
  left.signal('SIGINT');
  await left.said(/cancelling the turn/);
  left.signal('SIGINT');
  const ended = await left.ended;
  expect(ended).toMatchObject({ code: 130, stdout: '' });
  expect(ended.stderr).toMatch(new RegExp(`left turn ${turnId} running: (npx )?everycall show ${turnId}`));
});

test('cancel ends a running turn and prints its outcome', async () => {
  const turnId = id('cancel');
  const attached = start(['run', 'tester', 'slow', '--turn-id', turnId, ...server]);
  await attached.said(/→ 1\.0 slow/);
  await expect(everycall(['cancel', turnId, ...address])).resolves.toEqual({
    code: 0,
    stdout: 'cancelled\n',
    stderr: '',
  });
  await expect(attached.ended).resolves.toMatchObject({ code: 130 });
  const again = await everycall(['cancel', turnId, '--json', ...address]);
  expect(JSON.parse(again.stdout)).toEqual({ turnId, outcome: 'cancelled' });
});

test('list shows turns as a table and as JSON, and bears a reader that goes away', async () => {
  const failed = await everycall(['list', '--status', 'cancelled', '--limit', '1', ...address]);
  expect(failed.stdout).toMatch(/^TURN +AGENT +STATUS +STARTED +TOOK\n\S+ +\S+ +cancelled +\d{4}-.*\n$/);
  const turns = JSON.parse((await everycall(['list', '--json', '--agent', 'tester', ...address])).stdout) as object[];
  expect(turns[0]).toMatchObject({ agent: 'tester', startedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string });
  const gone = start(['list', ...address]);
  gone.closeStdout();
  await expect(gone.ended).resolves.toMatchObject({ code: 0, stderr: '' });
});

test('a turn that nobody knows is one line', async () => {
  for (const command of ['show', 'cancel']) {
    const { code, stdout, stderr } = await everycall([command, 'no-such-turn', ...address]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^everycall: there is no turn "no-such-turn".*\n$/);
  }
});
