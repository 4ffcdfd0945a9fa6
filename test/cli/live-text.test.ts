import { LiveText } from '../../src/cli/live-text.js';
import { streams } from '../../src/cli/follow.js';
import { plain } from '../../src/cli/terminal.js';
import type { TextDelta, TurnEvent } from '../../src/client.js';

const item = { type: 'message' };
const call = { step: 1, position: 0, callId: 'c', name: 'look_up', arguments: '{}' };
const delta = (text: string, more: Partial<TextDelta> = {}): TurnEvent => {
  return { type: 'text-delta', at: 1, step: 1, attempt: 1, text, ...more };
};
const said = (text: string, step = 1): TurnEvent => ({ type: 'message', at: 1, step, text, item });
const started: TurnEvent = { type: 'call-started', at: 1, ...call };

function shown(...events: TurnEvent[]) {
  const screen = new LiveText(plain);
  return { screen, text: events.map((event) => screen.of(event)).join('') };
}

test('text is shown as it comes, and of the message only what was not shown', () => {
  const { screen, text } = shown(delta('Sun'), delta('ny and'), said('Sunny and warm.'));
  expect(text).toBe('Sunny and warm.\n');
  expect([screen.showed('Sunny and warm.'), screen.showed('Sunny')]).toEqual([true, false]);
});

test('without previews the message is shown whole', () => {
  expect(shown(said('Hello.')).text).toBe('Hello.\n');
  expect(shown(said('Hello.\n')).text).toBe('Hello.\n');
});

test('several messages of one answer share its text', () => {
  const { screen, text } = shown(delta('First. Sec'), said('First. '), said('Second.'));
  expect(text).toBe('First. Second.\n');
  expect(screen.showed('First. Second.')).toBe(true);
});

test('a call begins on a line of its own, and what was said before it is not the answer', () => {
  const { screen, text } = shown(delta('Let me'), started, said('It is 5.', 2));
  expect(text).toBe('Let me\nIt is 5.\n');
  expect(screen.showed('It is 5.')).toBe(true);
  expect(screen.showed('Let meIt is 5.')).toBe(false);
});

test('a retry says so, and its text stands by itself', () => {
  const { screen, text } = shown(delta('Once'), delta('Long', { restart: true, attempt: 2 }), said('Long ago.'));
  expect(text).toBe('Once\n[the model call is tried again: its text begins anew]\nLong ago.\n');
  expect(screen.showed('Long ago.')).toBe(true);
});

test('what is missing is marked, and the message is then shown whole', () => {
  const { text } = shown(delta('of it', { missing: 7 }), said('The end of it.'));
  expect(text).toBe('[…]of it\n[what was shown was not all of it]\nThe end of it.\n');
});

test('a message that is not what was shown stands over it', () => {
  const { text } = shown(delta('Sunny'), said('Rainy.'));
  expect(text).toBe('Sunny\n[what was shown was not all of it]\nRainy.\n');
});

test('a structured answer was shown when its JSON was', () => {
  const { screen } = shown(delta('{"total":'), said('{"total": 5}'));
  expect([screen.showed({ total: 5 }), screen.showed({ total: 6 }), screen.showed(undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('an answer of an earlier step is not the last one', () => {
  expect(shown(said('no JSON', 1), said('5', 2)).screen.showed('5')).toBe(true);
});

test('a terminal obeys none of it', () => {
  const { text } = shown(delta('a\u001b'), delta('[31mb\r'), delta('\u202ec'), said('\u009b2J'));
  expect(text).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ json: true }, true, false],
  [{ detach: true }, true, false],
  [{ stream: true }, false, true],
  [{ stream: true, json: true }, false, true],
  [{ stream: false }, true, false],
])('run with %j, terminal %j: streams %j', (options, isTerminal, expected) => {
  expect(streams(options, isTerminal)).toBe(expected);
});
