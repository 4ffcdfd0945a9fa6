/** Which call each piece of a stream belongs to, for every way in which services are known to cut and number them. */
import { StreamAmbiguous, holdsSeveralObjects } from '../../../src/models/chat/run-together.js';
import { answered, assembled, callsOf, chunk, end, piece, pieces } from './chat-chunks.js';

const WHOLE = ['a f({"n":1})', 'b g({"n":2})'];

test.each<[string, unknown[]]>([
  [
    'one after the other, in pieces',
    [
      pieces(piece(0, 'a', 'f', '')),
      pieces(piece(0, undefined, undefined, '{"n"')),
      pieces(piece(0, undefined, undefined, ':1}')),
      pieces(piece(1, 'b', 'g', '{"n":2}')),
    ],
  ],
  [
    'interleaved',
    [
      pieces(piece(0, 'a', 'f', '{"n"'), piece(1, 'b', 'g', '{"n"')),
      pieces(piece(1, undefined, undefined, ':2}'), piece(0, undefined, undefined, ':1}')),
    ],
  ],
  ['with gaps in the indexes', [pieces(piece(1, 'a', 'f', '{"n":1}')), pieces(piece(7, 'b', 'g', '{"n":2}'))]],
  ['all on index 0, each with its id', [pieces(piece(0, 'a', 'f', '{"n":1}')), pieces(piece(0, 'b', 'g', '{"n":2}'))]],
  ['without indexes', [pieces(piece(undefined, 'a', 'f', '{"n":1}'), piece(undefined, 'b', 'g', '{"n":2}'))]],
  [
    'without indexes, in pieces',
    [
      pieces(piece(undefined, 'a', 'f', '{"n"')),
      pieces(piece(undefined, undefined, undefined, ':1}')),
      pieces(piece(undefined, 'b', 'g', '{"n":2}')),
    ],
  ],
  [
    'ids on every piece',
    [
      pieces(piece(0, 'a', 'f', '{"n"')),
      pieces(piece(0, 'a', 'f', ':1}')),
      pieces(piece(1, 'b', 'g', '{"n"')),
      pieces(piece(1, 'b', '', ':2}')),
    ],
  ],
  [
    'ids on every piece, without indexes',
    [
      pieces(piece(undefined, 'a', 'f', '{"n"')),
      pieces(piece(undefined, 'a', '', ':1}')),
      pieces(piece(undefined, 'b', 'g', '{"n":2}')),
    ],
  ],
  [
    'empty ids and names on later pieces',
    [
      pieces(piece(0, 'a', 'f', '')),
      pieces(piece(0, '', '', '{"n":1}')),
      pieces(piece(1, 'b', 'g', '')),
      pieces(piece(1, '', '', '{"n":2}')),
    ],
  ],
  [
    'ids and names that come late',
    [
      pieces(piece(0, '', '', '')),
      pieces(piece(0, undefined, 'f', '{"n":1}')),
      pieces(piece(0, 'a', undefined, '')),
      pieces(piece(1, null, null, null)),
      pieces(piece(1, 'b', 'g', '{"n":2}')),
    ],
  ],
  [
    'empty pieces after they were whole',
    [
      pieces(piece(0, 'a', 'f', '{"n":1}')),
      pieces(piece(0, 'a', '', '')),
      pieces(piece(1, 'b', 'g', '{"n":2}')),
      pieces(piece(1, undefined, undefined, '')),
      { choices: [] },
    ],
  ],
  ['arguments that are no text', [pieces(piece(0, 'a', 'f', { n: 1 })), pieces(piece(1, 'b', 'g', { n: 2 }))]],
])('calls %s', async (_way, chunks) => {
  expect(await callsOf(...chunks)).toEqual(WHOLE);
});

test('calls without ids and indexes are told apart only as elements of one chunk', async () => {
  const calls = await callsOf(pieces(piece(undefined, '', 'f', '{"n":1}'), piece(undefined, '', 'g', '{"n":2}')));
  expect(calls).toEqual(['minted1 f({"n":1})', 'minted2 g({"n":2})']);
  const apart = [pieces(piece(undefined, '', 'f', '{"n":1}')), pieces(piece(undefined, '', 'g', '{"n":2}')), ...end()];
  await expect(assembled(apart)).rejects.toThrow(StreamAmbiguous);
});

test('the same id twice, each time whole, is two calls; the second one gets an id of its own', async () => {
  const chunks = [pieces(piece(undefined, 'a', 'f', '{"n":1}')), pieces(piece(undefined, 'a', 'f', '{"n":2}'))];
  expect(await callsOf(...chunks)).toEqual(['a f({"n":1})', 'minted1 f({"n":2})']);
});

test('arguments of several calls that were run together are a typed fault that tells them and what they cost', async () => {
  const chunks = [
    pieces(piece(0, 'a', 'glob', '')),
    pieces(piece(0, undefined, '', '{"path":"","pattern":"}{"}')),
    pieces(piece(0, undefined, '', '{"path":"x"}')),
    { choices: [], usage: { prompt_tokens: 2, completion_tokens: 3 } },
    ...end(),
  ];
  await expect(assembled(chunks)).rejects.toMatchObject({
    name: 'StreamAmbiguous',
    code: 'stream_ambiguous',
    callId: 'a',
    usage: { totalTokens: 5 },
  });
});

test.each<[string, boolean]>([
  ['{}{}', true],
  [' {"a":"}{"} \n {"b', true],
  ['{"a":{"b":"\\"}{"}}', false],
  ['{"a":1}, "limit": 10}', false],
  ['{"a":1}x', false],
  ['{"a":1', false],
  ['[{}][{}]', false],
  ['', false],
  ['{"a":"{}{}"}', false],
])('%j holds several objects: %s', (text, several) => {
  expect(holdsSeveralObjects(text)).toBe(several);
});

test('what a service added to a call comes with it, and its index is of the stream alone', async () => {
  const { items } = await answered([
    pieces({ ...piece(0, 'a', 'f', '{}'), extra_content: { google: { thought_signature: 's==' } } }),
    pieces({ ...piece(0, 'a', '', ''), extra_content: { google: { thought_signature: 's==' } } }),
    ...end(),
  ]);
  expect(items).toEqual([
    {
      item: { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' },
      raw: { call: { extra_content: { google: { thought_signature: 's==' } } } },
    },
  ]);
});

test('custom calls and the old form of a call come in pieces, too', async () => {
  const custom = (input: string, more = {}) => pieces({ index: 0, type: 'custom', custom: { input, ...more } });
  const { items } = await answered([custom('sel', { name: 'sql' }), custom('ect 1'), ...end()]);
  expect(items[0]!.item).toMatchObject({ type: 'custom_tool_call', name: 'sql', input: 'select 1' });
  const old = [
    chunk({ function_call: { name: 'f', arguments: '' } }),
    chunk({ function_call: { arguments: '{"n"' } }),
    chunk({ function_call: { arguments: ':1}' } }),
    ...end('function_call'),
  ];
  expect((await answered(old)).items[0]!.item).toMatchObject({
    type: 'function_call',
    name: 'f',
    arguments: '{"n":1}',
  });
});
