/** From entries to Chat messages: one message an answer, at most 128 calls in it, and raw fields only to where they came from. */
import { toChatMessages } from '../../../src/models/chat/to-chat-messages.js';
import { CALL_KINDS } from '../../../src/protocol/call-kind.js';
import type { Entry, From } from '../../../src/protocol/entry.js';
import type { Item } from '../../../src/protocol/item.js';
import { call, result, says, user } from '../../protocol/items.js';

const HERE: From = { service: 'https://a.test', model: 'm', api: 'chat' };
const step = (at: number, ...items: Item[]): Entry[] => items.map((item, n) => ({ id: `${at}.${n}`, step: at, item }));
const chatMessages = (entries: readonly Entry[], to: From) => [...toChatMessages(entries, to).messages];
const roles = (entries: readonly Entry[]) => chatMessages(entries, HERE).map(({ role }) => role);

test('the items of one answer stay one message, whatever stands among its calls', () => {
  const answer = step(
    1,
    { type: 'reasoning', id: 'r' },
    says('so '),
    call('a'),
    says('and'),
    call('b', 'g', '{"n":1}'),
  );
  const messages = chatMessages([...step(0, user()), ...answer, ...step(1, result('a', 'x'), result('b', 'y'))], HERE);
  expect(messages).toEqual([
    { role: 'user', content: 'hi' },
    {
      role: 'assistant',
      content: 'so and',
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
        { id: 'b', type: 'function', function: { name: 'g', arguments: '{"n":1}' } },
      ],
    },
    { role: 'tool', tool_call_id: 'a', content: 'x' },
    { role: 'tool', tool_call_id: 'b', content: 'y' },
  ]);
});

test('answers of two steps stay two messages', () => {
  expect(roles([...step(1, says()), ...step(2, says())])).toEqual(['assistant', 'assistant']);
  expect(roles([...step(1, call('a'), result('a')), ...step(2, call('a'), result('a'))])).toEqual([
    'assistant',
    'tool',
    'assistant',
    'tool',
  ]);
});

test('an answer that says nothing is no message, and calls without text have null content', () => {
  expect(chatMessages(step(1, says(''), { type: 'reasoning', id: 'r' }), HERE)).toEqual([]);
  expect(chatMessages(step(1, call('a'), result('a')), HERE)[0]).toMatchObject({ content: null });
});

test.each([
  [127, [127]],
  [128, [128]],
  [129, [128, 1]],
  [300, [128, 128, 44]],
])('%d calls of one answer come back as messages of %j', (count, sizes) => {
  const ids = Array.from({ length: count }, (_, n) => `c${n}`);
  const items = [says('once'), ...ids.map((id) => call(id)), ...ids.map((id) => result(id))];
  const messages = chatMessages(step(1, ...items), HERE);
  const answers = messages.filter(({ role }) => role === 'assistant');
  expect(answers.map(({ tool_calls: calls }) => (calls as unknown[]).length)).toEqual(sizes);
  expect(answers.map(({ content }) => content)).toEqual(['once', ...sizes.slice(1).map(() => null)]);
  let at = 0;
  for (const size of sizes) {
    const told = messages.slice(at + 1, at + 1 + size).map((message) => message.tool_call_id);
    expect(told).toEqual((messages[at]!.tool_calls as { id: string }[]).map(({ id }) => id));
    at += size + 1;
  }
});

const RAW = { message: { reasoning_content: 'why' }, call: { extra_content: { signature: 's==' } } };
const signed = (from: From): Entry[] => [
  { id: 'x', step: 1, item: call('a'), from, raw: RAW },
  ...step(1, result('a')),
];

test('what a service added goes back to the service, model and API that added it', () => {
  const [answer] = chatMessages(signed(HERE), HERE);
  expect(answer).toMatchObject({
    reasoning_content: 'why',
    tool_calls: [{ id: 'a', extra_content: { signature: 's==' } }],
  });
});

test.each<[string, Partial<From>]>([
  ['service', { service: 'https://b.test' }],
  ['model', { model: 'other' }],
  ['API', { api: 'responses' }],
])('what a service added goes to no other %s', (_what, other) => {
  expect(JSON.stringify(chatMessages(signed({ ...HERE, ...other }), HERE))).not.toMatch(/why|s==/);
});

test('a field that a service added never takes the place of one of ours', () => {
  const raw = { call: { id: 'forged', type: 'forged', function: { name: 'forged' } } };
  const [answer] = chatMessages(
    [{ id: 'x', step: 1, item: call('a'), from: HERE, raw }, ...step(1, result('a'))],
    HERE,
  );
  expect(JSON.stringify(answer)).not.toContain('forged');
});

test('custom calls keep their free text', () => {
  const item = { type: 'custom_tool_call', call_id: 'a', name: 'sql', input: 'select 1' };
  const [answer] = chatMessages(step(1, item, { type: 'custom_tool_call_output', call_id: 'a', output: '1' }), HERE);
  expect(answer!.tool_calls).toEqual([{ id: 'a', type: 'custom', custom: { name: 'sql', input: 'select 1' } }]);
});

test.each(CALL_KINDS.map((kind) => [kind.call, kind] as const))(
  '%s: call and result are joined by one id',
  (_name, kind) => {
    const item = { type: kind.call, id: 'i', call_id: 'i', name: 'f', arguments: '{}' };
    const [answer, told] = chatMessages(step(1, item, kind.answer(item, 'x', true)), HERE);
    expect(answer!.tool_calls).toMatchObject([{ id: 'i' }]);
    expect(told).toMatchObject({ role: 'tool', tool_call_id: 'i' });
  },
);

test('content parts of the Responses form are written in that of Chat, others are left for the service to judge', () => {
  const content = [
    { type: 'input_text', text: 'look' },
    { type: 'input_image', image_url: 'https://a.test/x.png', detail: 'low' },
    { type: 'input_audio', data: 'x' },
  ];
  expect(chatMessages(step(0, { type: 'message', role: 'user', content }), HERE)[0]!.content).toEqual([
    { type: 'text', text: 'look' },
    { type: 'image_url', image_url: { url: 'https://a.test/x.png', detail: 'low' } },
    { type: 'input_audio', data: 'x' },
  ]);
});
