/** What follows an answer, which limit is reached first, and how tokens add up. */
import { limitReached, type Limits } from '../../src/protocol/limit.js';
import { textOf } from '../../src/protocol/item.js';
import { nextStep } from '../../src/protocol/next-step.js';
import { clip, noToolText } from '../../src/protocol/outcome-text.js';
import { addUsage, NO_USAGE } from '../../src/protocol/usage.js';
import { wellFormed } from '../../src/protocol/well-formed.js';
import { call, entries, says } from './items.js';

const stopped = { finish: 'stop' } as const;

test('an answer without calls completes the turn with its text', () => {
  expect(nextStep(entries(says('a'), says('b')), stopped, undefined)).toMatchObject({ do: 'complete', output: 'ab' });
  expect(nextStep([], stopped, undefined)).toEqual({ do: 'complete', output: '', calls: [] });
});

test('a structured answer completes the turn with its value, and fails it when it does not fit', () => {
  const end = (structured: { value: unknown } | { problem: string }) => ({ ...stopped, structured });
  expect(nextStep(entries(says('{}')), end({ value: null }), undefined)).toMatchObject({
    do: 'complete',
    output: null,
  });
  expect(nextStep(entries(says('{}')), end({ problem: 'n is missing' }), undefined)).toMatchObject({
    do: 'fail',
    error: { code: 'output_invalid', message: expect.stringContaining('n is missing. It was: {}') },
  });
});

describe('a structured answer that does not fit', () => {
  const problem = { ...stopped, structured: { problem: 'n is missing' } };

  test('is returned to the model while it may be, as a text or as the result of its call', () => {
    expect(nextStep(entries(says('{}')), problem, undefined, 1)).toEqual({
      do: 'correct',
      text: expect.stringContaining('n is missing'),
    });
    const byCall = nextStep(entries(call('a')), problem, undefined, 1);
    expect(byCall).toMatchObject({ do: 'run', corrects: true, calls: [{ callId: 'a' }] });
  });

  test('fails the turn with its text when it may not be returned again, and its call still gets its result', () => {
    expect(nextStep(entries(call('a')), problem, undefined, 0)).toMatchObject({
      do: 'fail',
      error: { code: 'output_invalid', message: expect.stringMatching(/n is missing\. It was: \{/) },
      calls: [{ callId: 'a' }],
    });
  });

  test.each(['length', 'content_filter'] as const)('is not returned when it was cut: %s', (finish) => {
    for (const answer of [entries(says('{')), entries(call('a'))]) {
      expect(nextStep(answer, { ...problem, finish }, undefined, 2)).toMatchObject({ do: 'fail' });
    }
  });

  test('is not returned when the model refused; what it said is told', () => {
    const refusal = { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'I will not.' }] };
    expect(nextStep(entries(refusal), problem, undefined, 2)).toMatchObject({
      do: 'fail',
      error: { code: 'refusal', message: 'the model refused to answer: I will not.' },
    });
  });

  test('ends the turn at a limit without an output', () => {
    expect(nextStep(entries(says('{}')), problem, 'steps', 2)).toEqual({ do: 'stop', limit: 'steps', calls: [] });
  });
});

test('an answer that is a call completes the turn; the call is handed over to get its result', () => {
  const end = { ...stopped, structured: { value: 1 } };
  expect(nextStep(entries(call('a')), end, undefined)).toMatchObject({
    do: 'complete',
    output: 1,
    calls: [{ callId: 'a' }],
  });
});

test('calls are run whatever the reason to stop', () => {
  for (const finish of ['stop', 'length', 'content_filter'] as const) {
    const next = nextStep(entries(says(), call('a')), { finish }, undefined);
    expect(next).toMatchObject({ do: 'run', calls: [{ callId: 'a' }] });
  }
});

test('a cut answer without calls fails the turn, and says why', () => {
  const code = (finish: 'length' | 'content_filter') => nextStep(entries(says()), { finish }, undefined);
  expect(code('length')).toMatchObject({ do: 'fail', error: { code: 'answer_cut' } });
  expect(code('content_filter')).toMatchObject({ do: 'fail', error: { code: 'content_filter' } });
});

test('the last answer at a limit ends the turn: its output counts, its calls are handed over to be skipped', () => {
  const answer = entries(says('so far'), call('a'));
  const ends = { do: 'stop', limit: 'steps', calls: [{ callId: 'a' }] };
  expect(nextStep(answer, { finish: 'length' }, 'steps')).toMatchObject({ ...ends, output: 'so far' });
  expect(nextStep(answer, { ...stopped, structured: { value: 0 } }, 'steps')).toMatchObject({ ...ends, output: 0 });
  expect(nextStep(answer, { ...stopped, structured: { problem: 'x' } }, 'steps')).not.toHaveProperty('output');
  expect(nextStep(entries(call('a')), stopped, 'steps')).not.toHaveProperty('output');
});

const limits: Limits = { steps: 2, toolCalls: 3, tokens: 100, durationMs: 1_000 };
const none = { steps: 0, toolCalls: 0, tokens: 0, elapsedMs: 0 };

test.each([
  [none, undefined],
  [{ ...none, steps: 1, toolCalls: 3, tokens: 99, elapsedMs: 999 }, undefined],
  [{ ...none, steps: 2 }, 'steps'],
  [{ ...none, toolCalls: 4 }, 'toolCalls'],
  [{ ...none, tokens: 100 }, 'tokens'],
  [{ ...none, elapsedMs: 1_000 }, 'duration'],
  [{ steps: 9, toolCalls: 9, tokens: 900, elapsedMs: 9_000 }, 'duration'],
  [{ steps: 9, toolCalls: 9, tokens: 900, elapsedMs: 0 }, 'tokens'],
  [{ steps: 9, toolCalls: 9, tokens: 0, elapsedMs: 0 }, 'toolCalls'],
])('of %j the limit is %s', (spent, limit) => {
  expect(limitReached(spent, limits)).toBe(limit);
});

test('tokens add up, and parts that nobody reported stay absent', () => {
  const a = { inputTokens: 1, outputTokens: 2, totalTokens: 3 };
  expect(addUsage(NO_USAGE, a)).toEqual(a);
  expect(addUsage({ ...a, cachedTokens: 1 }, { ...a, reasoningTokens: 2 })).toEqual({
    inputTokens: 2,
    outputTokens: 4,
    totalTokens: 6,
    cachedTokens: 1,
    reasoningTokens: 2,
  });
});

test('the text of a message is its text parts and refusals, whatever else stands there', () => {
  expect(
    textOf({ type: 'message', content: [{ text: 'a' }, { refusal: 'b' }, null, { type: 'image' }, { text: 3 }] }),
  ).toBe('ab');
  expect(textOf({ type: 'reasoning', content: 'hidden' })).toBe('');
  expect(textOf({ type: 'message' })).toBe('');
});

test('texts for the model are bounded and well formed', () => {
  expect(clip('abcdef', 4)).toBe('abc…');
  expect(clip('abcd', 4)).toBe('abcd');
  expect(clip('ab\u{1f600}cd', 4)).toBe('ab\uFFFD…');
  expect(wellFormed('a\u{1f600}\ud83d')).toBe('a\u{1f600}\uFFFD');
  const called = { kind: 'function_call', name: 'x' };
  expect(noToolText({ ...called, name: 'x'.repeat(500) }, ['f', 'g']).length).toBeLessThan(250);
  expect(noToolText(called, ['f', 'g'])).toContain('The tools that exist are: f, g.');
  expect(noToolText(called, [])).toContain('No tools exist.');
});
