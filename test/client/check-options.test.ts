/** The options of `startTurn` are refused by name and value before anything is sent; the client has no connection here. */
import type { Client } from '@temporalio/client';
import { MOST_MEMO_BYTES, checkMemo, checkTurnId } from '../../src/client/check-options.js';
import { EverycallClient } from '../../src/client/everycall-client.js';
import type { StartOptions } from '../../src/client/start-turn.js';
import { TurnOptionError } from '../../src/client/input-error.js';

// What it is asked for is its converter alone.
const temporal = { options: { loadedDataConverter: {} } } as unknown as Client;
const client = new EverycallClient(temporal, { taskQueue: 'q', ownsConnection: false });
const circle: { self?: unknown } = {};
circle.self = circle;
const notJson: [string, unknown][] = [
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a BigInt', 1n],
  ['a circle', circle],
];

test.each([...notJson, ['undefined', undefined]])('a note that is %s is refused by its name', (_what, note) => {
  expect(() => checkMemo({ order: 42, note })).toThrow(TurnOptionError);
  expect(() => checkMemo({ order: 42, note })).toThrow('memo.note must be JSON');
});

test('notes are bounded in bytes, and everycall keeps its own names', () => {
  expect(checkMemo({ order: 42 })).toEqual({ order: 42 });
  expect(() => checkMemo({ n: 'ü'.repeat(MOST_MEMO_BYTES / 2) })).toThrow(`at most ${MOST_MEMO_BYTES} bytes`);
  for (const odd of [{ everycallX: 1 }, null, 'text', [1]]) expect(() => checkMemo(odd)).toThrow(TurnOptionError);
});

test.each(notJson)('a context that is %s is refused', async (_what, context) => {
  await expect(client.startTurn('a', 'hi', { context })).rejects.toThrow('context must be JSON');
});

test('what JSON would lose deep inside is refused by its place', async () => {
  const context = { user: { roles: ['a', () => 1] } };
  await expect(client.startTurn('a', 'hi', { context })).rejects.toThrow(
    'context.user.roles[1] must be JSON, not a function',
  );
  expect(() => checkMemo({ tags: { all: new Set(['a']) } })).toThrow(
    'memo.tags.all must be JSON, not an object of class Set',
  );
  const input = [{ role: 'user' as const, content: [{ type: 'input_text', text: 'x', score: Number.NaN }] }];
  await expect(client.startTurn('a', input)).rejects.toThrow('turn.input[0].content[0].score must be JSON, not NaN');
});

test.each(['', 'x'.repeat(256), 'a\nb', 'a\uD800', 7])('turn id %j is refused', (turnId) => {
  expect(() => checkTurnId(turnId)).toThrow(TurnOptionError);
});

test.each(['', 'a b', 'é', 'x'.repeat(65), 'a\n', 5, null])('agent %j is refused', async (agent) => {
  await expect(client.startTurn(agent as string, 'hi')).rejects.toBeInstanceOf(TurnOptionError);
});

test.each([{ turnID: 'a' }, { memo: null }, { limits: null }, { stream: 'yes' }, null, 5, 'text', []])(
  'options %j are refused',
  async (options) => {
    const starting = client.startTurn('a', 'hi', options as unknown as StartOptions);
    await expect(starting).rejects.toBeInstanceOf(TurnOptionError);
  },
);

test('a misspelt option is answered with the known ones', async () => {
  const options = { turnID: 'a' } as StartOptions;
  await expect(client.startTurn('a', 'hi', options)).rejects.toThrow(
    'turnId, context, limits, stream, memo, not "turnID"',
  );
});
