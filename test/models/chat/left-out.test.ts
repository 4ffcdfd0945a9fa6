/** What came from another service or API goes to Chat in plain form; what has no form there is left out and counted. */
import { chatBody } from '../../../src/models/chat/chat-body.js';
import { chatId } from '../../../src/models/chat/chat-id.js';
import { toChatMessages } from '../../../src/models/chat/to-chat-messages.js';
import type { ModelRequest } from '../../../src/models/model.js';
import type { Entry, From } from '../../../src/protocol/entry.js';
import type { Item } from '../../../src/protocol/item.js';
import { chatRefusal } from '../../../src/testing.js';
import { call, result, says, user } from '../../protocol/items.js';

const HERE: From = { service: 'https://a.test', model: 'm', api: 'chat' };
const THERE: From = { service: 'https://a.test', model: 'm', api: 'responses' };
const from = (source: From | undefined, ...items: Item[]): Entry[] =>
  items.map((item, n) => ({ id: `${n}`, step: 1, item, ...(source && { from: source }) }));

test('reasoning, hosted items and what was added are left out, counted by kind', () => {
  const ran = { type: 'shell_call', id: 's', call_id: 's', action: {} };
  const answer = from(
    THERE,
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'secret' },
    { type: 'reasoning', id: 'rs_2', summary: [] },
    { type: 'web_search_call', id: 'ws_1', status: 'completed' },
    ran,
    { type: 'shell_call_output', id: 'so', call_id: 's', output: [] },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'so', annotations: [] }],
    },
    { ...call('a'), id: 'fc_1', status: 'completed' },
  );
  const { messages, repairs } = toChatMessages(
    [...from(undefined, user()), ...answer, ...from(undefined, result('a', 'x'))],
    HERE,
  );
  expect(messages).toEqual([
    { role: 'user', content: 'hi' },
    {
      role: 'assistant',
      content: 'so',
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'a', content: 'x' },
  ]);
  expect(repairs.map(({ kind, detail }) => `${kind} ${Number.parseInt(detail, 10)}`)).toEqual([
    'dropped_reasoning 2',
    'dropped_hosted 3',
    'dropped_added 2',
  ]);
});

test('what goes back to its own service is nothing that was left out', () => {
  const entries: Entry[] = [
    { id: 'x', step: 1, item: says('so'), from: HERE, raw: { message: { reasoning_content: 'why' } } },
  ];
  expect(toChatMessages(entries, HERE).repairs).toEqual([]);
  expect(toChatMessages(entries, { ...HERE, model: 'other' }).repairs).toMatchObject([{ kind: 'dropped_added' }]);
});

test('a refusal goes back as one to its service, and as text to any other', () => {
  const refused = {
    type: 'message',
    role: 'assistant',
    content: [
      { type: 'output_text', text: 'so' },
      { type: 'refusal', refusal: 'no' },
    ],
  };
  expect(toChatMessages(from(HERE, refused), HERE).messages).toEqual([
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'so' },
        { type: 'refusal', refusal: 'no' },
      ],
    },
  ]);
  expect(toChatMessages(from(THERE, refused), HERE).messages).toEqual([{ role: 'assistant', content: 'sono' }]);
});

test('an id that Chat does not take becomes another one, the same for call and result, and always', () => {
  const long = 'x'.repeat(64);
  const { messages } = toChatMessages([...from(THERE, call(long)), ...from(undefined, result(long, 'x'))], HERE);
  const id = chatId(long);
  expect(id).toMatch(/^call_[0-9a-f]{24}$/);
  expect(chatId(`${long.slice(1)}y`)).not.toBe(id);
  expect(chatId('x'.repeat(40))).toBe('x'.repeat(40));
  expect(messages).toMatchObject([{ tool_calls: [{ id }] }, { tool_call_id: id }]);
  expect(chatRefusal({ model: 'm', messages })).toBeUndefined();
});

const request = (more: Partial<ModelRequest>): ModelRequest => ({
  model: 'm',
  transcript: from(undefined, user()),
  tools: [
    {
      kind: 'function',
      name: 'f',
      description: 'does f',
      parameters: { type: 'object', properties: {}, required: [], additionalProperties: false },
      strict: true,
    },
  ],
  parallelToolCalls: false,
  final: false,
  to: HERE,
  settings: {},
  ...more,
});

test.each<[Partial<ModelRequest>, unknown]>([
  [{}, undefined],
  [{ toolChoice: 'required' }, 'required'],
  [{ toolChoice: { name: 'f' } }, { type: 'function', function: { name: 'f' } }],
  [{ toolChoice: 'required', final: true }, 'none'],
])('which tools may be called: %j', (more, choice) => {
  const { body } = chatBody(request(more));
  expect(body.tool_choice).toEqual(choice);
  expect(body).toMatchObject({ parallel_tool_calls: false, tools: [{ function: { strict: true } }] });
  expect(chatRefusal(body)).toBeUndefined();
});

test('without tools nothing is said of them', () => {
  const { body } = chatBody(request({ tools: [], toolChoice: 'required' }));
  expect(Object.keys(body).toSorted()).toEqual(['messages', 'model']);
});

test('settings go out in the names of Chat, and never in place of what everycall sets', () => {
  const { body } = chatBody(
    request({
      settings: {
        topP: 0.5,
        maxOutputTokens: 9,
        reasoning: { effort: 'low' },
        verbosity: 'low',
        serviceTier: 'flex',
        metadata: { a: 'b' },
        safetyIdentifier: 's',
        promptCacheKey: 'k',
        store: true,
        extra: { seed: 1, model: 'forged' },
      },
    }),
  );
  expect(body).toMatchObject({
    model: 'm',
    top_p: 0.5,
    max_completion_tokens: 9,
    reasoning_effort: 'low',
    verbosity: 'low',
    service_tier: 'flex',
    metadata: { a: 'b' },
    safety_identifier: 's',
    prompt_cache_key: 'k',
    store: true,
    seed: 1,
  });
  expect(chatRefusal(body)).toBeUndefined();
});
