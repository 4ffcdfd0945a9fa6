/** From Chat answers to items: calls count whatever finish_reason says, and what the service added is kept. */
import { AnswerFailed } from '../../../src/models/answer-faults.js';
import { AnswerUnreadable } from '../../../src/models/answer-unreadable.js';
import { fromChatAnswer } from '../../../src/models/chat/from-chat-answer.js';
import { mintId } from '../../../src/models/mint-id.js';
import { body, toolCall } from './chat-answer.js';

const read = (message: unknown, finish?: unknown, more?: Record<string, unknown>) =>
  fromChatAnswer(body(message, finish, more), mintId);
const kinds = (answer: ReturnType<typeof read>) => answer.repairs.map(({ kind }) => kind);

test('text and calls become items in order', () => {
  const answer = read({ role: 'assistant', content: 'so', tool_calls: [toolCall('a'), toolCall('b')] }, 'tool_calls');
  expect(answer.items.map(({ item }) => item)).toEqual([
    { type: 'message', role: 'assistant', content: 'so' },
    { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' },
    { type: 'function_call', call_id: 'b', name: 'f', arguments: '{}' },
  ]);
  expect(answer).toMatchObject({ finish: 'stop', repairs: [] });
});

test('custom calls keep their input, and are never repaired as JSON', () => {
  const custom = { id: 'a', type: 'custom', custom: { name: 'sql', input: 'select 1' } };
  const answer = read({ content: null, tool_calls: [custom] }, 'tool_calls');
  expect(answer.items.map(({ item }) => item)).toEqual([
    { type: 'custom_tool_call', call_id: 'a', name: 'sql', input: 'select 1' },
  ]);
  expect(kinds(answer)).toEqual([]);
});

test.each<[unknown, boolean, string, string[]]>([
  ['stop', false, 'stop', []],
  ['tool_calls', true, 'stop', []],
  ['function_call', true, 'stop', []],
  ['stop', true, 'stop', ['finish_reason']],
  [null, true, 'stop', ['finish_reason']],
  [undefined, false, 'stop', []],
  ['tool_calls', false, 'stop', ['finish_reason']],
  ['length', true, 'length', []],
  ['length', false, 'length', []],
  ['content_filter', false, 'content_filter', []],
])('finish_reason %j with calls %s is %s', (reason, calls, finish, repairs) => {
  const answer = read({ content: 'x', ...(calls && { tool_calls: [toolCall('a')] }) }, reason);
  expect(answer.items.some(({ item }) => item.type === 'function_call')).toBe(calls);
  expect(answer.finish).toBe(finish);
  expect(kinds(answer)).toEqual(repairs);
});

test('an answer of nothing is one empty message', () => {
  for (const message of [{ content: null }, { content: '' }, { content: [] }, {}, { content: null, tool_calls: [] }]) {
    expect(read(message).items).toEqual([{ item: { type: 'message', role: 'assistant', content: '' } }]);
  }
});

test('content parts are read as text, and a refusal is kept as one', () => {
  expect(read({ content: [{ type: 'text', text: 'a' }, null, { text: 'b' }] }).items[0]!.item.content).toBe('ab');
  expect(read({ content: null, refusal: 'no' }).items[0]!.item.content).toEqual([{ type: 'refusal', refusal: 'no' }]);
});

test('what the service added is kept: of the message on the first item, of a call on its own', () => {
  const answer = read({
    content: null,
    reasoning_content: 'why',
    audio: null,
    tool_calls: [toolCall('a', { extra_content: { signature: 's' }, index: 0 }), toolCall('b')],
  });
  expect(answer.items.map(({ raw }) => raw)).toEqual([
    { call: { extra_content: { signature: 's' } }, message: { reasoning_content: 'why' } },
    undefined,
  ]);
});

test('tokens are counted as the service says, and nonsense counts as none', () => {
  const usage = (value: unknown) => read({ content: 'x' }, 'stop', { usage: value }).usage;
  expect(
    usage({
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 3 },
    }),
  ).toEqual({ inputTokens: 10, outputTokens: 5, totalTokens: 15, cachedTokens: 4, reasoningTokens: 3 });
  expect(usage({ prompt_tokens: 10, completion_tokens: 5 }).totalTokens).toBe(15);
  for (const none of [undefined, null, 'x', {}, { prompt_tokens: -1, completion_tokens: 'many', total_tokens: NaN }]) {
    expect(usage(none)).toEqual({ inputTokens: 0, outputTokens: 0, totalTokens: 0 });
  }
});

test.each([undefined, null, 'x', [], {}, { choices: [] }, { choices: [{}] }, { choices: [{ message: null }] }])(
  '%j is no chat completion',
  (answer) => {
    expect(() => fromChatAnswer(answer, mintId)).toThrow(AnswerUnreadable);
  },
);

test('the error about an unreadable answer is bounded', () => {
  expect(new AnswerUnreadable('chat completion', { page: 'x'.repeat(90_000) }).message.length).toBeLessThan(20_100);
});

test.each([
  ['a text for a message', 'hello'],
  ['a list for a message', []],
  ['a number for content', { content: 5 }],
  ['calls that are no list', { content: null, tool_calls: 'get_weather' }],
  ['a refusal that is no text', { refusal: { why: 1 } }],
])('%s is unreadable, not an empty answer', (_, message) => {
  expect(() => fromChatAnswer({ choices: [{ message, finish_reason: 'stop' }] }, () => 'minted')).toThrow(
    AnswerUnreadable,
  );
});

test('the older form of a call is a call', () => {
  const message = { content: null, function_call: { name: 'old', arguments: '{}' } };
  const { items, repairs } = fromChatAnswer(
    { choices: [{ message, finish_reason: 'function_call' }] },
    () => 'minted000',
  );
  expect(items.map(({ item }) => item)).toEqual([
    { type: 'function_call', call_id: 'minted000', name: 'old', arguments: '{}' },
  ]);
  expect(repairs.map((repair) => repair.kind)).toEqual(['function_call', 'id_empty']);
});

test('an empty function_call beside nothing else is no call', () => {
  const { items, repairs } = read({ role: 'assistant', content: 'x', function_call: { name: '', arguments: '' } });
  expect(items.map(({ item }) => item.type)).toEqual(['message']);
  expect(repairs).toEqual([]);
});

test('a wrapper round parallel calls is unpacked, unless a tool has its name; what was added stays with the first call', () => {
  const args = JSON.stringify({
    tool_uses: [{ recipient_name: 'functions.f', parameters: { n: 1 } }, { recipient_name: 'functions.g' }],
  });
  const wrapper = {
    ...toolCall('w'),
    function: { name: 'parallel', arguments: args },
    extra_content: { signature: 's' },
  };
  const sent = body({ content: null, tool_calls: [wrapper] }, 'tool_calls');
  const answer = fromChatAnswer(sent, () => 'minted000');
  expect(answer.items).toEqual([
    {
      item: { type: 'function_call', call_id: 'w', name: 'f', arguments: '{"n":1}' },
      raw: { call: { extra_content: { signature: 's' } } },
    },
    { item: { type: 'function_call', call_id: 'minted000', name: 'g', arguments: '{}' } },
  ]);
  expect(kinds(answer)).toEqual(['parallel_unpacked', 'arguments_not_text']);
  expect(fromChatAnswer(sent, mintId, new Set(['parallel'])).items).toHaveLength(1);
});

test('annotations are kept in the form of items', () => {
  const url = {
    type: 'url_citation',
    url_citation: { url: 'https://a.test', title: 'A', start_index: 0, end_index: 1 },
  };
  const [said] = read({ content: 'x', annotations: [url, { type: 'other', n: 1 }] }).items;
  expect(said!.item.content).toEqual([
    {
      type: 'output_text',
      text: 'x',
      annotations: [
        { type: 'url_citation', url: 'https://a.test', title: 'A', start_index: 0, end_index: 1 },
        { type: 'other', n: 1 },
      ],
    },
  ]);
});

test('an answer that was spoken is its words', () => {
  expect(read({ content: null, audio: { id: 'a', data: 'UklGRg==', transcript: 'hi' } }).items[0]!.item.content).toBe(
    'hi',
  );
});

test('of several choices the first is read', () => {
  const answer = fromChatAnswer({ choices: [{ message: { content: 'x' } }, { message: { content: 'y' } }] }, mintId);
  expect(answer.items[0]!.item.content).toBe('x');
  expect(kinds(answer)).toEqual(['choices']);
});

test.each([
  { error: { code: 'overloaded', message: 'busy' } },
  { error: { code: 'overloaded', message: 'busy' }, choices: [] },
  { choices: [{ error: { code: 'overloaded', message: 'busy' }, message: { content: 'cut' } }] },
])('a fault that comes with status 200 is told in its words: %j', (answer) => {
  expect(() => fromChatAnswer(answer, mintId)).toThrow(AnswerFailed);
  expect(() => fromChatAnswer(answer, mintId)).toThrow(/busy/);
});
