import { shownJson, turnJson } from '../../src/cli/turn-json.js';
import { troubleLines } from '../../src/cli/turn-text.js';
import { turnView } from '../../src/history/turn-fold.js';
import { call, end, History, TOTALS } from '../history/facts.js';

/** Two calls: one has returned, the other one's second attempt is open. */
function half(): History {
  const history = new History().step(1, [call('a'), call('b')]);
  const [a, b] = [history.schedule('1.0:a'), history.schedule('1.1:b')];
  return history.start(a).complete(a, { id: 'ra', output: 'A' }).start(b, 2, 'first\u001b[31m');
}

test('a turn that runs has no outcome and no answer, and neither have its open calls', () => {
  const view = turnView(half().facts);
  const json = turnJson(view);
  expect(json).toMatchObject({ turnId: 'turn-1', agent: 'shop', outcome: null, output: null, steps: 1 });
  expect(json.usage.totalTokens).toBe(15);
  expect(json.calls.map(({ outcome, output, attempts, ms }) => [outcome, output, attempts, ms])).toEqual([
    ['ok', 'A', 1, expect.any(Number)],
    [null, null, 2, null],
  ]);
  expect('error' in json || 'limit' in json).toBe(false);
  expect(troubleLines(view)).toEqual(['1.1 look_up attempt 2: first']);
});

test('a turn that Temporal closed has an error, and every call an outcome', () => {
  const json = turnJson(turnView(half().close('terminated', { reason: 'why' }).facts));
  expect(json).toMatchObject({ outcome: 'failed', output: null, error: { code: 'terminated' } });
  expect(json.calls.map(({ outcome }) => outcome)).toEqual(['ok', 'interrupted']);
});

test('a limit is named, and its answer stands in the output', () => {
  const result = end({ outcome: 'limit', limit: 'steps', output: 'so far', ...TOTALS });
  const json = turnJson(turnView(half().close('completed', { result }).facts));
  expect(json).toMatchObject({ outcome: 'limit', limit: 'steps', output: 'so far', steps: TOTALS.steps });
});

test('a call that asked a model has its tokens and annotations, and they count', () => {
  const usage = { inputTokens: 100, outputTokens: 20, totalTokens: 120 };
  const history = new History().step(1, [call('a')]);
  const a = history.schedule('1.0:a');
  history.start(a).complete(a, { id: 'ra', output: 'A', usage, annotations: [{ type: 'x' }] });
  const json = turnJson(turnView(history.facts));
  expect(json.calls[0]).toMatchObject({ usage, annotations: [{ type: 'x' }] });
  expect(json.usage.totalTokens).toBe(135);
});

test('show adds the items and the size of the history', () => {
  const history = { bytes: 10, events: 3 };
  const json = shownJson({ ...turnView(half().facts), history });
  expect(json.history).toEqual(history);
  expect(json.items.map((item) => item.type)).toEqual([
    'message',
    'function_call',
    'function_call',
    'function_call_output',
  ]);
});
