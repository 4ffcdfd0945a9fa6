/** The waterfall and the text it shows. */
import { columns, printable } from '../../src/history/printable.js';
import { turnView } from '../../src/history/turn-fold.js';
import { duration, waterfall } from '../../src/history/waterfall.js';
import { message } from '../../src/protocol/item.js';
import { call, end, History, TOTALS } from './facts.js';

function turn(): History {
  const history = new History().step(1, [call('a'), call('b', 'send_mail', '{"to":"ann"}')]);
  const a = history.schedule('1.0:a');
  const b = history.schedule('1.1:b', 'send_mail');
  history.start(a, 2, 'first').complete(a, { id: 'ra', output: 'A' });
  history.start(b).complete(b, { id: 'rb', output: 'B' });
  return history.step(2, [message('assistant', 'done')]);
}

test('a line for each model call and each call, in order, with outcome, time and attempts', () => {
  const history = turn().close('completed', {
    result: end({ outcome: 'completed', output: 'done', ...TOTALS, steps: 2 }),
  });
  const [title, ...rows] = waterfall(turnView(history.facts));
  expect(title).toContain('turn turn-1 · agent shop · completed');
  expect(rows.map((row) => row.replaceAll(/[ ░█]+/g, ' ').trim())).toEqual([
    '1 model m-1 2 calls 20 ms',
    'look_up({"q":1}) ok 30 ms ×2',
    'send_mail({"to":"ann"}) ok 40 ms',
    '2 model m-1 answer 20 ms',
  ]);
});

test('bars stand where things happened in time', () => {
  const rows = waterfall(turnView(turn().facts)).slice(1);
  const [model, a, , last] = rows.map((row) => ({ from: row.search(/[░█]/), to: row.search(/[░█](?!.*[░█])/) }));
  expect(a!.from).toBeGreaterThan(model!.from);
  expect(last!.from).toBeGreaterThan(a!.to);
  // Waiting and earlier attempts come before the last attempt.
  expect(rows[1]).toMatch(/░+█+/);
});

test.each([20, 60, 80, 140])('no line is over the width of %d columns (at least 60)', (width) => {
  const wide = new History().step(1, [
    call('a', '検索する', '{"q":"日本語の長い長い長い長い長い長い長い引数"}'),
    call('b', 'x'.repeat(64)),
  ]);
  for (const line of waterfall(turnView(wide.facts), { width }))
    expect(columns(line)).toBeLessThanOrEqual(Math.max(60, width));
});

test('a running call grows to now, a call that never started has no bar', () => {
  const history = new History().step(1, [call('a'), call('b')]);
  history.schedule('1.0:a');
  const view = turnView(history.facts);
  const rows = waterfall(view, { now: view.startedAt + 5_000 });
  expect(rows[2]).toMatch(/░+ +running +5\.0 s/);
  expect(rows[3]).not.toMatch(/[░█]/);
  expect(rows[3]).toContain('planned');
});

test('what a model wrote reaches no terminal as a control character', () => {
  const history = new History().step(1, [
    call('a', 'look_up', '\u001b]0;owned\u0007\u001b[2J\u202ereversed\r\n\u009b31m'),
  ]);
  const shown = waterfall(turnView(history.facts)).join('\n');
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('printable text is cut by columns, wide characters counting two', () => {
  expect(printable('abc', 3)).toBe('abc');
  expect(printable('abcd', 3)).toBe('ab…');
  expect(printable('日本語', 5)).toBe('日本…');
  expect(columns('日本a')).toBe(5);
  expect(printable('x'.repeat(5_000_000), 4)).toBe('xxx…');
});

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1_000, '1.0 s'],
  [99_949, '99.9 s'],
  [99_950, '1 min 40 s'],
  [245_000, '4 min 5 s'],
  [5_999_000, '99 min 59 s'],
  [6_000_000, '1 h 40 min'],
  [86_399_000, '23 h 59 min'],
  [172_800_000, '2 d 0 h'],
])('%d ms is shown as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
