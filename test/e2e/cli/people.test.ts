/** `approvals`, `approve`, `deny`, `steer`, `cancel-call` and `setup` of the built command, against a real server. */
import { randomUUID } from 'node:crypto';
import { startEmbeddedServer } from '../../../src/server/embedded-server.js';
import { testAddress } from '../../harness/turn-bench.js';
import { everycall, start } from './command.js';
import { served, type Served } from './served.js';

const address = ['--address', testAddress()];
const server = [...address, '--task-queue', `cli-${randomUUID()}`];
let serving: Served;
beforeAll(async () => {
  serving = await served(server);
});
afterAll(() => serving.stop());

interface Listed {
  readonly approvalId: string;
  readonly callId: string;
  readonly until: string;
  readonly why?: string;
}

/** A turn that asks for two refunds, once both wait; what it prints in the end. */
async function asking() {
  const turnId = `refund-${randomUUID()}`;
  const run = start(['run', 'tester', 'refund', '--turn-id', turnId, ...server]);
  await run.said(/refund-\S+:1\.0:[0-9a-f]{12}/);
  await run.said(/refund-\S+:1\.1:[0-9a-f]{12}/);
  const { stdout } = await everycall(['approvals', turnId, '--json', ...address]);
  const listed = JSON.parse(stdout) as Listed[];
  return { turnId, run, ids: listed.map(({ approvalId }) => approvalId), listed };
}

test('approvals tells all of a call, and why; approve and deny answer, and show says who did', async () => {
  const { turnId, run, ids, listed } = await asking();
  expect(listed).toMatchObject([
    { callId: 'call_r', turnId, agent: 'tester', name: 'refund', otherwise: 'deny' },
    { callId: 'call_t', why: expect.stringContaining('no ') as string },
  ]);
  expect(listed[0]!.until).toMatch(/^\d{4}-.*Z$/);
  const table = await everycall(['approvals', turnId, ...address]);
  expect(table.stdout).toMatch(
    /^CALL +AGENT +WAITS +LEFT +APPROVAL\nrefund\(\{"amount":50,"note":"n+… +tester +\S+ m?s/,
  );
  expect(table.stdout).toContain('23 h 59 min, then deny');
  // What is approved is seen whole, and no terminal obeys why.
  expect(table.stdout).toContain(`\n\n${ids[0]}\n  refund({"amount":50,"note":"${'n'.repeat(80)}."})\n`);
  expect(table.stdout).toMatch(/\n {2}the tool's approval function failed: no luck\n$/);
  const waiting = await everycall(['show', turnId, ...address]);
  expect(waiting.stdout).toMatch(/^ {2}refund\(\{"amount":13\}\) .*asks a person$/m);
  expect(waiting.stdout).toContain(`1.0 refund waits for a person: ${ids[0]}\n`);

  const wrong = await everycall(['approve', ids[0]!, '--args', '{"amount":-5}', ...address]);
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toMatch(/^everycall: the arguments don't fit the tool: .*amount.*\n$/);
  const approved = await everycall(['approve', ids[0]!, '--args', '{"amount":40}', '--by', 'ann', ...address]);
  expect(approved).toEqual({ code: 0, stdout: 'approved\n', stderr: '' });
  const twice = await everycall(['approve', ids[0]!, ...address]);
  expect(twice).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/was decided before.*\n$/) as string,
  });
  const denied = await everycall(['deny', ids[1]!, 'too much', '--by', 'bob', '--json', ...address]);
  expect(JSON.parse(denied.stdout)).toEqual({ approvalId: ids[1], verdict: 'deny', by: 'bob' });

  const { code, stdout, stderr } = await run.ended;
  expect(code).toBe(0);
  expect(stdout).toBe('refunded 40 | Denied by a person: too much. The call was not run. | refunded 5\n');
  expect(stderr).toMatch(/^1\.0 refund approved by ann, with \{"amount":40\}$/m);
  const shown = await everycall(['show', turnId, ...address]);
  expect(shown.stdout).toMatch(/^1\.0 refund approved by ann, with \{"amount":40\}$/m);
  expect(shown.stdout).toMatch(/^1\.1 refund denied by bob: too much$/m);
  const none = await everycall(['approvals', turnId, ...address]);
  expect(none).toEqual({ code: 0, stdout: '', stderr: `nothing waits for a person in ${turnId}\n` });
  const late = await everycall(['deny', ids[1]!, 'late', ...address]);
  expect(late).toMatchObject({ code: 1, stderr: `everycall: turn "${turnId}" has ended\n` });
}, 120_000);

test('steer and cancel-call act on a turn that runs', async () => {
  const turnId = `slow-${randomUUID()}`;
  const run = start(['run', 'tester', 'slow', '--turn-id', turnId, ...server]);
  await run.said(/→ 1\.0 slow/);
  const gone = await everycall(['steer', turnId, '--cancel-call', '3.0', '--cancel-call', 'x', 'Stop.', ...address]);
  expect(gone).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no call 3.0 of this turn is open') as string,
  });
  const said = await everycall(['steer', turnId, '-', ...address], { input: 'Be brief.\n' });
  expect(said).toEqual({ code: 0, stdout: 'said: it goes to the model before its next answer\n', stderr: '' });
  await run.said(/^» Be brief\.$/m);
  for (const call of ['1.7', 'nothing', '1.0.0']) {
    const refused = await everycall(['cancel-call', turnId, call, ...address]);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('is open') as string });
  }
  await expect(everycall(['cancel-call', turnId, '1.0', ...address])).resolves.toMatchObject({
    code: 0,
    stdout: 'cancelled\n',
  });
  // The words of a person stand behind the result.
  await expect(run.ended).resolves.toMatchObject({ code: 0, stdout: 'Be brief.\n' });
}, 120_000);

test.each([
  [['approve', 'nonsense'], 2, /approvalId.*TURN:STEP\.POSITION:DIGEST/],
  [['approve', 'no-such-turn:1.0:0123456789ab'], 1, /there is no turn "no-such-turn"/],
  [['approve', 't:1.0:0123456789ab', '--args', '{bad'], 2, /--args/],
  [['approve', 't:1.0:0123456789ab', '--by', ''], 2, /by/],
  [['approve'], 2, /approval/],
  [['deny', 't:1.0:0123456789ab'], 2, /reason/],
  [['deny', 't:1.0:0123456789ab', ' '], 2, /reason.*1 to 2000 characters/],
  [['steer', 'no-such-turn', 'hello'], 1, /there is no turn "no-such-turn"/],
  [['steer', 't', ''], 2, /empty|text/],
  [['cancel-call', 'no-such-turn', '1.0'], 1, /there is no turn "no-such-turn"/],
  [['cancel-call', 't', ''], 2, /call/],
  [['approvals', 'no-such-turn'], 1, /there is no turn "no-such-turn"/],
])('%j exits %d with one line', async (args, code, line) => {
  const ended = await everycall([...args, ...address]);
  expect(ended).toMatchObject({ code, stdout: '' });
  expect(ended.stderr).toMatch(line);
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a reason is bounded, since the model reads it', async () => {
  const long = await everycall(['deny', 't:1.0:0123456789ab', 'x'.repeat(2_001), ...address]);
  expect(long).toMatchObject({ code: 2, stdout: '' });
  expect(long.stderr).toMatch(/^everycall: reason must be a text of 1 to 2000 characters.*\n$/);
});

test('without a worker a person is told what is waited for', async () => {
  const turnId = `alone-${randomUUID()}`;
  const nobody = ['--task-queue', `nobody-${randomUUID()}`];
  await everycall(['run', 'tester', 'hello', '--detach', '--turn-id', turnId, ...address, ...nobody]);
  const steering = start(['steer', turnId, 'Be brief.', ...address]);
  await steering.said(new RegExp(`^no worker of turn ${turnId} has answered yet`, 'm'));
  steering.signal('SIGTERM');
  await steering.ended;
}, 60_000);

test('setup registers what is missing, says what was there, and how to find what waits already', async () => {
  const own = await startEmbeddedServer({ searchAttributes: [] });
  try {
    const there = ['--address', own.address];
    const printed = await everycall(['setup', '--print', ...there]);
    expect(printed.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(printed.stdout).toContain(
      'search-attribute create --namespace default --name everycallWaiting --type Keyword',
    );
    const names = 'everycallWaiting';
    const first = await everycall(['setup', ...there]);
    expect(first).toMatchObject({ code: 0, stdout: `registered in namespace "default": ${names}\n` });
    expect(first.stderr).toContain(`everycall approvals --scan --address ${own.address}\n`);
    const second = await everycall(['setup', ...there]);
    expect(second).toEqual({ code: 0, stdout: `there already: ${names}\n`, stderr: '' });
    const empty = await everycall(['approvals', '--json', ...there]);
    expect(empty).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  } finally {
    await own.stop();
  }
}, 60_000);
