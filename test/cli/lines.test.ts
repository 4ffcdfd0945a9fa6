/** The texts of single commands: the banner of `dev`, the table of `list`, log lines, and what `run` says without a worker. */
import { devBanner } from '../../src/cli/dev-banner.js';
import { turnTable } from '../../src/cli/list.js';
import { noWorkerText } from '../../src/cli/no-worker.js';
import { flagsOf } from '../../src/cli/server-options.js';
import { plain } from '../../src/cli/terminal.js';
import { answerText, outcomeText, repairLines, subTurnLines, totalsText } from '../../src/cli/turn-text.js';
import { logLine } from '../../src/cli/worker-log.js';
import { defineAgent } from '../../src/index.js';

const agents = [defineAgent({ name: 'shop', model: 'm' }), defineAgent({ name: 'bank', model: 'm' })];
const server = { address: '127.0.0.1:7233', namespace: 'default', uiUrl: 'http://127.0.0.1:8233', dbFile: '/db' };

test.each([
  [{}, 'everycall', ''],
  [{ address: '127.0.0.1:7233' }, 'everycall', ''],
  [{ address: 'prod:7233' }, 'everycall', ' --address 127.0.0.1:7233'],
  [{ namespace: 'prod' }, 'mine', ' --namespace default --task-queue mine'],
])(
  'dev tells the next command with the flags that reach it, given the environment %p',
  (elsewhere, taskQueue, flags) => {
    const lines = devBanner({ server, agents, taskQueue }, elsewhere, 'npx everycall');
    expect(lines[0]).toBe('ready');
    expect(lines).toContain('  agents      bank, shop');
    expect(lines).toContain(`Run a turn:   npx everycall run shop "Hello"${flags}`);
  },
);

test('a table of turns has a line for each and no blanks at line ends', () => {
  const startedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
  const turns = [
    { turnId: 'a\u001b[31m', agent: 'shop', status: 'running', startedAt },
    { turnId: 'longer', agent: '', status: 'failed', startedAt, closedAt: startedAt + 1_500 },
  ] as const;
  expect(turnTable(turns, plain, startedAt + 250).split('\n')).toEqual([
    'TURN    AGENT  STATUS   STARTED               TOOK',
    'a       shop   running  2026-01-02 03:04:05Z  250 ms',
    'longer         failed   2026-01-02 03:04:05Z  1.5 s',
  ]);
});

test('without a worker the queue is named, and how to start one', () => {
  const flags = flagsOf({ address: 'h:1', taskQueue: 'q', profile: 'p' });
  expect(noWorkerText('q', 0, flags, 'npx everycall')).toBe(
    'no worker polls task queue "q": the turn waits. Start one: npx everycall worker AGENTS_FILE --address h:1 --profile p --task-queue q',
  );
  expect(noWorkerText('q', 1, '')).toMatch(/^no worker of task queue "q" has taken the turn yet/);
});

test('a log entry is a line; what the SDK says of itself counts from warnings on', () => {
  const timestampNanos = BigInt(Date.UTC(2026, 0, 1, 10, 11, 12, 13)) * 1_000_000n;
  const own = { turnId: 't', tool: 'x', outcome: 'ok', ms: 3 };
  expect(logLine({ level: 'INFO', message: 'call x ok', timestampNanos, meta: own })).toBe(
    '10:11:12.013 call x ok turnId=t ms=3',
  );
  const sdk = { sdkComponent: 'worker', taskQueue: 'q' };
  expect(logLine({ level: 'INFO', message: 'Worker state changed', timestampNanos, meta: sdk })).toBeUndefined();
  const failed = { ...sdk, activityType: 'x', error: new Error('no\nstack') };
  expect(logLine({ level: 'WARN', message: 'Activity failed', timestampNanos, meta: failed })).toBe(
    '10:11:12.013 WARN Activity failed activityType=x error=no stack',
  );
});

test('an end is told by its outcome, its totals and its answer', () => {
  const usage = { inputTokens: 1, outputTokens: 0, totalTokens: 1 };
  const totals = {
    steps: 2,
    counts: { error: 1, ok: 2 },
    usage,
    repairs: [{ kind: 'name', callId: 'c', detail: 'was x' }],
  } as const;
  expect(totalsText(totals)).toBe('2 steps · 3 calls: 2 ok, 1 error · 1 token · 1 repair');
  expect(totalsText(totals, 2)).toBe('2 steps · 5 calls: 2 ok, 1 error, 2 open · 1 token · 1 repair');
  expect(totalsText({ ...totals, counts: {} })).toContain('· no calls ·');
  expect(totalsText({ ...totals, counts: {} }, 0)).toContain('· no calls yet ·');
  expect(outcomeText({ ...totals, outcome: 'limit', limit: 'tokens' })).toBe('limit reached: tokens');
  const error = { code: 'x', message: 'a\u001b[1m\nb', retryable: false };
  expect(outcomeText({ ...totals, outcome: 'failed', error })).toBe('failed: x: a b');
  expect(answerText({ ...totals, outcome: 'completed', output: { total: 3 } })).toBe('{\n  "total": 3\n}');
  expect(answerText({ ...totals, outcome: 'cancelled' })).toBeUndefined();
});

test('each repair of an answer is a line, safe to print', () => {
  const usual = { state: 'done', attempts: 1, scheduledAt: 0, calls: [] } as const;
  const repairs = [
    { kind: 'id_empty', callId: 'Ab\u001b[1m3', detail: 'the id "" was replaced' },
    { kind: 'finish_reason', detail: 'x' },
  ] as const;
  expect(
    repairLines({
      steps: [
        { ...usual, step: 1 },
        { ...usual, step: 2, repairs },
      ],
    }),
  ).toEqual(['2 mended id_empty Ab3: the id "" was replaced', '2 mended finish_reason: x']);
});

test("each sub-agent's turn is a line with its whole id, how it went and what it took", () => {
  const usual = { callId: 'c', arguments: '{}', attempts: 1 } as const;
  const turnId = `order-${'4'.repeat(150)}/1.0`;
  const usage = { inputTokens: 5, outputTokens: 2, totalTokens: 7 };
  const ended = { state: 'done', outcome: 'interrupted', scheduledAt: 1_000, endedAt: 3_500, usage } as const;
  expect(
    subTurnLines(
      {
        calls: [
          { ...usual, ...ended, step: 1, position: 0, name: 'fast', turnId },
          { ...usual, step: 1, position: 1, name: 'plain', state: 'running' },
          { ...usual, step: 1, position: 2, name: 'slow', state: 'running', scheduledAt: 1_000, turnId: 'a/1.2' },
        ],
      },
      5_000,
    ),
  ).toEqual([`1.0 fast is turn ${turnId}: interrupted, 2.5 s, 7 tokens`, '1.2 slow is turn a/1.2: running, 4.0 s']);
});
