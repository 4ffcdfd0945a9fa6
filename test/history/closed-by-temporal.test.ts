/** The fold of a history that Temporal itself closed: every call has a true end all the same. */
import { turnView } from '../../src/history/turn-fold.js';
import type { Item } from '../../src/protocol/item.js';
import { findViolations } from '../../src/protocol/violations.js';
import { call, History, tool } from './facts.js';

const open = (effect: 'once' | 'idempotent' = 'idempotent') => {
  const items: Item[] = [call('ok'), call('open'), call('planned'), call('failed'), call('unknown', 'nope')];
  const plans = [{ position: 4, outcome: 'unknown_tool', output: 'no such tool' } as const];
  const history = new History(undefined, [tool('look_up', { effect })]).step(1, items, {}, plans).ran('1.0:ok', 'fine');
  history.schedule('1.1:open');
  const failed = history.schedule('1.3:failed');
  return history.start(failed).fail(failed, { kind: 'timeout', timeout: 'HEARTBEAT', message: 'heartbeat timeout' });
};

test('terminated: failed, with who and why, and a transcript without a hole', () => {
  const view = turnView(open().close('terminated', { reason: 'stuck', identity: 'ann@host' }).facts);
  expect(view.error).toEqual({
    code: 'terminated',
    message: 'the turn was terminated by ann@host: stuck',
    retryable: true,
  });
  expect(view.calls.map((c) => c.outcome)).toEqual(['ok', 'interrupted', 'cancelled', 'timeout', 'unknown_tool']);
  expect(view.calls.map((c) => c.output)).toEqual([
    'fine',
    expect.stringContaining('may or may not have taken effect'),
    'Cancelled before it started. It had no effect.',
    expect.any(String),
    'no such tool',
  ]);
  expect(findViolations(view.entries)).toEqual([]);
  expect(view.result).toMatchObject({
    outcome: 'failed',
    steps: 1,
    counts: { ok: 1, interrupted: 1, cancelled: 1, timeout: 1, unknown_tool: 1 },
    usage: { totalTokens: 15 },
  });
});

test('terminated while a local tool may have run, which history does not tell: interrupted', () => {
  const history = new History(undefined, [tool('look_up', { local: true })]).step(1, [call('a')]);
  expect(turnView(history.close('terminated').facts).calls[0]?.outcome).toBe('interrupted');
});

test('a lost call of a tool that must not run twice is interrupted', () => {
  const view = turnView(open('once').close('timed_out').facts);
  expect(view.error?.code).toBe('timed_out');
  expect(view.calls[3]?.outcome).toBe('interrupted');
});

test('cancelled before anything was recorded', () => {
  const view = turnView(open().close('cancelled').facts);
  expect(view.status).toBe('cancelled');
  expect(view.calls.map((c) => c.outcome)).toEqual(['ok', 'cancelled', 'cancelled', 'cancelled', 'unknown_tool']);
});

test('a workflow that failed by itself, or returned something else', () => {
  const failure = { kind: 'application', message: 'history size exceeds limit' } as const;
  expect(turnView(open().close('failed', { failure }).facts).error).toMatchObject({
    code: 'workflow_failed',
    message: 'the workflow failed: history size exceeds limit',
  });
  expect(turnView(open().close('completed', { result: { ok: true } }).facts).error?.code).toBe('unreadable_end');
});
