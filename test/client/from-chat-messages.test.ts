/** Chat messages to items. */
import fc from 'fast-check';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions.js';
import { checkInput } from '../../src/client/check-input.js';
import { ChatMessageError, fromChatMessages, type ChatMessage } from '../../src/client/from-chat-messages.js';

const fn = (id: string, name = 'f', args = '{}') =>
  ({ id, type: 'function', function: { name, arguments: args } }) as const;

test('a conversation with parallel calls; parts of a result are joined', () => {
  const messages: ChatCompletionMessageParam[] = [
    { role: 'system', content: 'be kind' },
    { role: 'user', content: [{ type: 'text', text: 'hi' }] },
    { role: 'assistant', content: 'let me see', tool_calls: [fn('a', 'look', '{ "q": 1 }'), fn('b')] },
    { role: 'tool', tool_call_id: 'b', content: 'B' },
    {
      role: 'tool',
      tool_call_id: 'a',
      content: [
        { type: 'text', text: 'A1' },
        { type: 'text', text: 'A2' },
      ],
    },
    { role: 'assistant', content: 'done' },
  ];
  const items = fromChatMessages(messages);
  expect(items).toEqual([
    { type: 'message', role: 'system', content: 'be kind' },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] },
    { type: 'message', role: 'assistant', content: 'let me see' },
    { type: 'function_call', call_id: 'a', name: 'look', arguments: '{ "q": 1 }' },
    { type: 'function_call', call_id: 'b', name: 'f', arguments: '{}' },
    { type: 'function_call_output', call_id: 'b', output: 'B' },
    { type: 'function_call_output', call_id: 'a', output: 'A1A2' },
    { type: 'message', role: 'assistant', content: 'done' },
  ]);
  expect(checkInput(items)).toHaveLength(items.length);
});

test('a custom call and its result', () => {
  const custom = { id: 'c', type: 'custom', custom: { name: 'sql', input: 'select 1' } } as const;
  expect(
    fromChatMessages([
      { role: 'assistant', content: null, tool_calls: [custom] },
      { role: 'tool', tool_call_id: 'c', content: '1' },
    ]),
  ).toEqual([
    { type: 'custom_tool_call', call_id: 'c', name: 'sql', input: 'select 1' },
    { type: 'custom_tool_call_output', call_id: 'c', output: '1' },
  ]);
});

test('the old function_call gets an id, and its result finds it', () => {
  const [made, answered] = fromChatMessages([
    { role: 'assistant', content: '', function_call: { name: 'f', arguments: '{}' } },
    { role: 'function', content: 'x' },
  ]);
  expect(made?.call_id).toMatch(/^[a-zA-Z0-9]{9}$/);
  expect(answered).toEqual({ type: 'function_call_output', call_id: made?.call_id, output: 'x' });
});

test('a refusal, images and files', () => {
  expect(fromChatMessages([{ role: 'assistant', content: null, refusal: 'no' }])).toEqual([
    { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] },
  ]);
  const content = [
    { type: 'image_url', image_url: { url: 'https://x/y.png' } },
    { type: 'file', file: { file_id: 'file-1' } },
  ];
  expect(fromChatMessages([{ role: 'user', content }])[0]?.content).toEqual([
    { type: 'input_image', image_url: 'https://x/y.png', detail: 'auto' },
    { type: 'input_file', file_id: 'file-1' },
  ]);
});

test.each<[string, ChatMessage]>([
  ['role', { role: 'robot', content: 'x' }],
  ['call', { role: 'assistant', tool_calls: [{ id: 'a', type: 'web' }] }],
  ['part', { role: 'user', content: [{ type: 'hologram' }] }],
  ['part of a result', { role: 'tool', tool_call_id: 'a', content: [{ type: 'image_url' }] }],
  ['content', { role: 'user', content: 7 }],
])('an unknown %s is an error with the place of the message', (_what, message) => {
  expect(() => fromChatMessages([{ role: 'user', content: 'hi' }, message])).toThrow(ChatMessageError);
  expect(() => fromChatMessages([{ role: 'user', content: 'hi' }, message])).toThrow(/^message 1 /);
});

test('calls come over byte for byte, whatever their ids and arguments', () => {
  const calls = fc.array(fc.record({ id: fc.string(), name: fc.string(), args: fc.string() }), { minLength: 1 });
  fc.assert(
    fc.property(calls, (given) => {
      const message = { role: 'assistant', tool_calls: given.map(({ id, name, args }) => fn(id, name, args)) };
      const back = fromChatMessages([message]).map((item) => ({
        id: item.call_id,
        name: item.name,
        args: item.arguments,
      }));
      expect(back).toEqual(given);
    }),
    { seed: 4, numRuns: 200 },
  );
});
