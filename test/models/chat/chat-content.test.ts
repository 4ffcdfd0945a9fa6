/** What a result may hold beside text: pictures and files go behind the results, and what Chat can't take is named. */
import { toChatMessages } from '../../../src/models/chat/to-chat-messages.js';
import { readProviderFault } from '../../../src/models/provider-fault.js';
import { CALL_KINDS } from '../../../src/protocol/call-kind.js';
import type { Entry, From } from '../../../src/protocol/entry.js';
import type { Item } from '../../../src/protocol/item.js';
import { chatRefusal } from '../../../src/testing.js';
import { call, user } from '../../protocol/items.js';

const HERE: From = { service: 'https://a.test', model: 'm', api: 'chat' };
const entries = (...items: Item[]): Entry[] => items.map((item, n) => ({ id: `${n}`, step: 1, item }));
const output = (id: string, value: unknown): Item => ({ type: 'function_call_output', call_id: id, output: value });
const messages = (...items: Item[]) => [...toChatMessages(entries(...items), HERE).messages];
const image = { type: 'input_image', image_url: 'data:image/png;base64,aaaa', detail: 'original' };
const text = (said: string) => ({ type: 'input_text', text: said });

test('pictures and files of results follow in one message of the user, after the results of all calls', () => {
  const file = { type: 'input_file', file_data: 'data:application/pdf;base64,aaaa', filename: 'a.pdf' };
  const sent = messages(
    user(),
    call('a'),
    call('b'),
    call('c'),
    output('a', [text('seen'), image]),
    output('b', 'plain'),
    output('c', [file, { type: 'input_file', file_id: 'file-1' }]),
    user(),
  );
  expect(sent.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool', 'tool', 'user', 'user']);
  expect(sent.slice(2, 6)).toEqual([
    {
      role: 'tool',
      tool_call_id: 'a',
      content: 'seen\n(Pictures or files of this result follow after the results: 1.)',
    },
    { role: 'tool', tool_call_id: 'b', content: 'plain' },
    { role: 'tool', tool_call_id: 'c', content: '(Pictures or files of this result follow after the results: 2.)' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'From the result of call a:' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,aaaa', detail: 'high' } },
        { type: 'text', text: 'From the result of call c:' },
        { type: 'file', file: { file_data: 'data:application/pdf;base64,aaaa', filename: 'a.pdf' } },
        { type: 'file', file: { file_id: 'file-1' } },
      ],
    },
  ]);
  expect(chatRefusal({ model: 'm', messages: sent })).toBeUndefined();
});

test('pictures of an answer in several messages follow after the last of them', () => {
  const ids = Array.from({ length: 130 }, (_, n) => `c${n}`);
  const sent = messages(...ids.map((id) => call(id)), ...ids.map((id) => output(id, [image])), user());
  expect(sent.filter(({ role }) => role === 'user')).toHaveLength(2);
  expect(sent.at(-2)!.content).toHaveLength(260);
  expect(chatRefusal({ model: 'm', messages: sent })).toBeUndefined();
});

test.each<[string, Item, RegExp]>([
  ['audio in a result', output('a', [{ type: 'input_audio', input_audio: {} }]), /the result of call "a" holds audio/],
  ['a picture by its id', output('a', [{ type: 'input_image', file_id: 'f' }]), /a picture by its file_id/],
  ['a file by its URL', output('a', [{ type: 'input_file', file_url: 'https://a.test' }]), /a file by its URL/],
])('%s is refused before anything is sent, and asking again is no use', (_what, result, words) => {
  const built = () => messages(call('a'), result);
  expect(built).toThrow(words);
  let error: unknown;
  try {
    built();
  } catch (thrown) {
    error = thrown;
  }
  expect(readProviderFault(error, [], 0)).toMatchObject({ retry: 'final', error: { code: 'content_unsupported' } });
});

test('a person may send what Chat has a form for', () => {
  const audio = { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } };
  const content = [text('hear'), audio, { type: 'input_file', file_id: 'file-1' }];
  expect(messages({ type: 'message', role: 'user', content })[0]!.content).toEqual([
    { type: 'text', text: 'hear' },
    audio,
    { type: 'file', file: { file_id: 'file-1' } },
  ]);
});

test('parts that are neither text nor shown are told as JSON', () => {
  const [, told] = messages(call('a'), output('a', [text('x'), { type: 'chart', n: 1 }, null]));
  expect(told!.content).toBe('x\n{"type":"chart","n":1}\nnull');
});

test.each(CALL_KINDS.map((kind) => [kind.call, kind] as const))(
  '%s and its answer are taken by the service',
  (_name, kind) => {
    const item = {
      type: kind.call,
      id: 'i',
      call_id: 'i',
      name: 'mcp.server tool',
      input: 'x',
      action: { type: 'click' },
    };
    for (const ok of [true, false]) {
      const sent = messages(user(), item, kind.answer(item, 'x', ok));
      expect(chatRefusal({ model: 'm', messages: sent })).toBeUndefined();
    }
  },
);
