/** The fold of a history: every way in which a call can end, from the facts that Temporal has of it. */
import { foreignOutput } from '../../src/contract/foreign-output.js';
import { TurnFold, turnView } from '../../src/history/turn-fold.js';
import { message } from '../../src/protocol/item.js';
import type { ToolResult } from '../../src/protocol/tool-result.js';
import { findViolations } from '../../src/protocol/violations.js';
import { answer, call, end, History, tool, TOTALS } from './facts.js';

function eventsOf(history: History): string[] {
  const fold = new TurnFold();
  return history.facts.flatMap((fact) =>
    fold.apply(fact).map((event) => {
      if (event.type === 'call-finished') return `${event.type} ${event.callId} ${event.outcome}`;
      if (event.type === 'call-started') return `${event.type} ${event.callId}`;
      return event.type === 'step-finished' ? `${event.type} ${event.step} (${event.calls})` : event.type;
    }),
  );
}

function own(position: number, callId: string, outcome: ToolResult['outcome'], step = 1): ToolResult {
  return { id: `own-${step}.${position}`, step, position, callId, outcome, output: `${outcome}!` };
}

const done = message('assistant', 'done');

test('a turn of two steps: entries in the order of the calls, whatever order they finished in', () => {
  const history = new History().step(1, [message('assistant', 'let me see'), call('a'), call('b')], { ids: ['in-0'] });
  const a = history.schedule('1.0:a');
  const b = history.schedule('1.1:b');
  history.start(b).complete(b, { id: 'r-b', output: 'B' }).start(a, 2, 'boom').complete(a, { id: 'r-a', output: 'A' });
  history.step(2, [done], { ids: ['r-a', 'r-b'] });
  history.close('completed', {
    result: end({ outcome: 'completed', output: 'done', ...TOTALS, steps: 2, counts: { ok: 2 } }),
  });

  const view = turnView(history.facts);
  expect(view.status).toBe('completed');
  expect(view.entries.map(({ id }) => id).filter((id) => /^(in|r)-/.test(id))).toEqual(['in-0', 'r-a', 'r-b']);
  expect(view.entries.map(({ item }) => item.type)).toEqual([
    'message',
    'message',
    'function_call',
    'function_call',
    'function_call_output',
    'function_call_output',
    'message',
  ]);
  expect(findViolations(view.entries)).toEqual([]);
  expect(view.calls.map((c) => [c.callId, c.state, c.outcome, c.output, c.attempts, c.lastFailure])).toEqual([
    ['a', 'done', 'ok', 'A', 2, 'boom'],
    ['b', 'done', 'ok', 'B', 1, undefined],
  ]);
  expect(view.steps.map((s) => [s.step, s.state, s.attempts, s.calls.length])).toEqual([
    [1, 'done', 1, 2],
    [2, 'done', 1, 0],
  ]);
  expect(eventsOf(history)).toEqual([
    'turn-started',
    'message',
    'call-started a',
    'call-started b',
    'call-finished b ok',
    'call-finished a ok',
    'step-finished 1 (2)',
    'message',
    'step-finished 2 (0)',
    'turn-finished',
  ]);
});

test("the turn's own results come with the next model call; a failed activity alone ends no call", () => {
  const history = new History().step(1, [call('a'), call('b', 'nope')], {}, [
    { position: 1, outcome: 'unknown_tool', output: 'no such tool' },
  ]);
  const a = history.schedule('1.0:a');
  history.start(a, 3).fail(a, { kind: 'application', type: 'Error', message: 'always' });

  const before = turnView(history.facts);
  expect(before.calls.map((c) => [c.state, c.outcome, c.attempts, c.lastFailure])).toEqual([
    ['running', undefined, 3, 'always'],
    ['planned', undefined, 0, undefined],
  ]);

  history.ask(2, { own: [own(0, 'a', 'error'), own(1, 'b', 'unknown_tool')] });
  const after = turnView(history.facts);
  expect(after.calls.map((c) => [c.state, c.outcome, c.output])).toEqual([
    ['done', 'error', 'error!'],
    ['done', 'unknown_tool', 'unknown_tool!'],
  ]);
  expect(after.entries.slice(-2).map(({ id }) => id)).toEqual(['own-1.0', 'own-1.1']);
  expect(eventsOf(history)).toEqual([
    'turn-started',
    'call-started a',
    'call-finished a error',
    'call-finished b unknown_tool',
    'step-finished 1 (2)',
  ]);
});

test('attempts of a call and of a step that were scheduled again add up, and start once', () => {
  const history = new History();
  const lost = history.ask(1);
  history.start(lost, 2).fail(lost, { kind: 'application', message: '429' });
  history.step(1, [call('a')]);
  const first = history.schedule('1.0:a');
  history.start(first, 1).fail(first, { kind: 'application', type: 'everycall.shutdown', message: 'worker stopped' });
  history.ran('1.0:a', 'A', 2);

  const view = turnView(history.facts);
  expect(view.steps[0]).toMatchObject({ attempts: 3, state: 'done' });
  expect(view.calls[0]).toMatchObject({ attempts: 3, state: 'done', outcome: 'ok' });
  expect(eventsOf(history).filter((e) => e === 'call-started a')).toHaveLength(1);
});

test('a call that a cancelled turn no longer waited for had been started; one that the server ended at once had not', () => {
  const history = new History().step(1, [call('running'), call('waiting')]);
  history.schedule('1.0:running');
  const waiting = history.schedule('1.1:waiting');
  history.fail(waiting, { kind: 'cancelled', message: 'cancelled' });
  const results = [own(0, 'running', 'cancelled'), own(1, 'waiting', 'cancelled')];
  history.local('recordEnd', end({ outcome: 'cancelled', ...TOTALS }, results)).close('cancelled');
  expect(turnView(history.facts).calls.map((c) => [c.outcome, c.attempts])).toEqual([
    ['cancelled', 1],
    ['cancelled', 0],
  ]);
});

test('a model may use an id again in a later step, and ids may be names of object properties', () => {
  const history = new History().step(1, [call('__proto__'), call('constructor')]);
  history.ran('1.0:__proto__', 'one').ran('1.1:constructor', 'two');
  history.step(2, [call('__proto__')]).ran('2.0:__proto__', 'three');
  expect(turnView(history.facts).calls.map((c) => c.output)).toEqual(['one', 'two', 'three']);
});

test('a call id over 200 characters is found by its step and position', () => {
  const id = 'x'.repeat(390);
  const history = new History().step(1, [call('short'), call(id)]).ran(`1.1:${id}`.slice(0, 200), 'long');
  expect(turnView(history.facts).calls.map((c) => c.output)).toEqual([undefined, 'long']);
});

test('a local tool says itself which call it was; a failed one is told by the turn', () => {
  const tools = [tool('look_up', { local: true })];
  const history = new History(undefined, tools).step(1, [call('a'), call('b')]);
  history.local('look_up', { id: 'r-b', output: 'B', at: { step: 1, position: 1 } }, 2);
  history.localFailed('look_up', { kind: 'application', message: 'no' }, 3).ask(2, { own: [own(0, 'a', 'error')] });
  expect(turnView(history.facts).calls.map((c) => [c.outcome, c.attempts, c.lastFailure])).toEqual([
    ['error', 3, 'no'],
    ['ok', 2, undefined],
  ]);
});

test.each(['plain text', { total: 3 }, undefined, null, 7])(
  'a foreign worker returns %p, and its entry id comes later',
  (value) => {
    const tools = [tool('look_up', { taskQueue: 'elsewhere' })];
    const history = new History(undefined, tools).step(1, [call('a')]);
    const a = history.schedule('1.0:a');
    history
      .start(a)
      .complete(a, value)
      .ask(2, { ids: ['given-by-the-turn'] });
    const view = turnView(history.facts);
    expect(view.calls[0]?.output).toBe(foreignOutput(value));
    expect(view.entries.at(-1)?.id).toBe('given-by-the-turn');
  },
);

test('the first answer brings the agent, which a later one does not replace', () => {
  const history = new History();
  expect(turnView(history.facts).policy).toBeUndefined();
  const id = history.step(1, []).ask(2);
  history.start(id).complete(id, { ...answer([]), loaded: { name: 'shop', tools: [] } });
  expect(turnView(history.facts).policy).toMatchObject({ name: 'shop', tools: [{ name: 'look_up' }] });
});

test('cancelled: the end stands in a marker, finished results stay, a late result does not replace the recorded one', () => {
  const history = new History().step(1, [call('a'), call('b'), call('c')]).ran('1.0:a', 'A');
  const b = history.schedule('1.1:b');
  history.cancelRequested();
  expect(turnView(history.facts)).toMatchObject({ status: 'running', cancelRequested: true });
  history.start(b).complete(b, { id: 'late', output: 'too late' });
  const results = [own(1, 'b', 'cancelled'), own(2, 'c', 'cancelled')];
  history.local('recordEnd', end({ outcome: 'cancelled', ...TOTALS }, results)).close('cancelled');

  const view = turnView(history.facts);
  expect(view.result?.outcome).toBe('cancelled');
  expect(view.calls.map((c) => c.outcome)).toEqual(['ok', 'cancelled', 'cancelled']);
  expect(findViolations(view.entries)).toEqual([]);
  expect(eventsOf(history).at(-1)).toBe('turn-finished');
});

test('an answer that came too late for a cancelled turn is no part of it', () => {
  const history = new History()
    .step(1, [call('a')])
    .ran('1.0:a', 'A')
    .step(2, [call('z')]);
  history.local('recordEnd', end({ outcome: 'cancelled', ...TOTALS, steps: 1 })).close('cancelled');
  const view = turnView(history.facts);
  expect(view.calls.map((c) => c.callId)).toEqual(['a']);
  expect(findViolations(view.entries)).toEqual([]);
});

test("failed: the end stands in the failure's details", () => {
  const error = { code: 'invalid_api_key', message: 'Incorrect API key', retryable: false };
  const details = end({ outcome: 'failed', error, ...TOTALS });
  const failure = { kind: 'application', type: 'everycall.turn_failed', message: 'x', details } as const;
  const view = turnView(new History().close('failed', { failure }).facts);
  expect(view.status).toBe('failed');
  expect(view.error).toEqual(error);
});

test('limit: calls of the last answer are recorded as skipped', () => {
  const history = new History().step(1, [call('a')], { final: true }, [
    { position: 0, outcome: 'unknown_tool', output: 'x' },
  ]);
  history.close('completed', {
    result: end({ outcome: 'limit', limit: 'steps', ...TOTALS }, [own(0, 'a', 'skipped')]),
  });
  const view = turnView(history.facts);
  expect(view.status).toBe('limit');
  expect(view.calls[0]?.outcome).toBe('skipped');
  expect(eventsOf(history)).not.toContain('call-started a');
});

test('a turn that was reset begins again: nothing of the run before stays', () => {
  const history = new History().step(1, [call('a')]).ran('1.0:a', 'A');
  const again = new History();
  const facts = [...history.facts, ...again.facts];
  expect(turnView(facts).steps).toEqual([]);
  const fold = new TurnFold();
  expect(
    facts.flatMap((fact) => fold.apply(fact).map(({ type }) => type)).filter((type) => type.startsWith('turn-')),
  ).toEqual(['turn-started', 'turn-restarted']);
});

test('a view before the first fact is a mistake of the caller', () => {
  expect(() => turnView([])).toThrow(TypeError);
});

test('an answer whose call items carry what the service added keeps it', () => {
  const raw = { extra_content: { google: { thought_signature: 'xyz' } } };
  const reply = answer([call('a')]);
  const history = new History();
  const id = history.ask(1);
  history.start(id).complete(id, { ...reply, items: reply.items.map((item) => ({ ...item, raw })) });
  expect(turnView(history.facts).entries.at(-1)).toMatchObject({ raw, from: reply.from });
});

describe('a call that itself asked a model', () => {
  const usage = { inputTokens: 100, outputTokens: 20, totalTokens: 120 };
  const annotations = [{ type: 'url_citation', url: 'https://w.test' }];
  function searched(): History {
    const history = new History().step(1, [call('a')]);
    const a = history.schedule('1.0:a');
    return history.start(a).complete(a, { id: 'ra', output: 'A', usage, annotations });
  }

  test('shows its tokens and annotations', () => {
    expect(turnView(searched().facts).calls[0]).toMatchObject({ usage, annotations });
  });

  test('counts for the totals of a turn that recorded none itself', () => {
    expect(turnView(searched().close('terminated').facts).result?.usage.totalTokens).toBe(15 + 120);
  });
});
