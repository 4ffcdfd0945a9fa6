/** What Temporal UI shows of a call and of a turn: bounded, and nothing that a model wrote breaks it. */
import { call } from '../protocol/items.js';
import { toolCallsOf } from '../../src/protocol/tool-call.js';
import { callSummary } from '../../src/protocol/call-summary.js';
import { currentDetails } from '../../src/workflows/current-details.js';
import { answer, state } from './policies.js';

test.each<[unknown, string]>([
  [{ city: 'Paris', days: 2 }, 'f(city: "Paris", days: 2)'],
  [{}, 'f()'],
  [{ a: [1], b: { c: 1 }, d: null, e: true }, 'f(a: […], b: {…}, d: null, e: true)'],
  [{ text: 'a "quoted"\nline' }, 'f(text: "a \\"quoted\\"\\nline")'],
  [null, 'f(null)'],
  [[1, 2], 'f([…])'],
  ['x', 'f("x")'],
  [undefined, 'f(undefined)'],
])('%j is shown as %s', (args, summary) => {
  expect(callSummary('f', args)).toBe(summary);
});

test('a summary has at most 80 characters, however large the arguments', () => {
  const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`field${n}`, n]));
  for (const args of [{ text: 'x'.repeat(1_000_000) }, wide, 'y'.repeat(500)]) {
    const summary = callSummary('f', args);
    expect(summary).toHaveLength(80);
    expect(summary.endsWith('…')).toBe(true);
  }
});

/** A turn whose last answer asked for calls of these names. */
function asked(...names: string[]) {
  const turn = state();
  const calls = toolCallsOf(
    turn.addAnswer(
      answer(
        'a',
        names.map((name, n) => call(`c${n}`, name)),
      ),
    ),
  );
  turn.addCalls(calls);
  return { turn, calls };
}

test('the table shows each call of a step, open or by its outcome', () => {
  const { turn, calls } = asked('f', 'g');
  expect(currentDetails(turn)).toContain('| 1.0 | f | open |\n| 1.1 | g | open |');
  turn.addResults(
    calls,
    [
      { outcome: 'ok', output: '' },
      { outcome: 'timeout', output: '' },
    ],
    () => 'id',
  );
  turn.addAnswer(answer('b', []));
  expect(currentDetails(turn).split('\n').slice(2)).toEqual([
    '| step | call | outcome |',
    '|---|---|---|',
    '| 1.0 | f | ok |',
    '| 1.1 | g | timeout |',
    '| 2 | (answer) | |',
  ]);
});

test('a name that a model made up does not break the table', () => {
  expect(currentDetails(asked('a|b\n| 9 | forged | ok |').turn)).toContain('| 1.0 | a_b___9___forged___ok__ | open |');
});

test('only the last 20 steps and the first 20 calls of a step are shown', () => {
  const { turn } = asked(...Array.from({ length: 25 }, () => 'f'));
  expect(currentDetails(turn)).toContain('| 1 | and 5 more | |');
  for (let n = 0; n < 30; n += 1) turn.addAnswer(answer(`n${n}`, []));
  const details = currentDetails(turn);
  expect(details).toContain('step 31');
  expect(details.split('\n')).toHaveLength(24);
  expect(details).not.toContain('| 11 |');
});
