/** A stream reads as the plain answer would: its text, what the service added, its end, and the faults that it tells. */
import { AnswerFailed, AnswerTooLarge, StreamCut } from '../../../src/models/answer-faults.js';
import { assembleChatStream } from '../../../src/models/chat/assemble-chat-stream.js';
import { AnswerUnreadable } from '../../../src/models/answer-unreadable.js';
import { STREAM_DONE } from '../../../src/models/json-events.js';
import { readProviderFault } from '../../../src/models/provider-fault.js';
import { answered, assembled, chunk, end, piece, pieces } from './chat-chunks.js';

test('text and refusals are joined, and told as they come', async () => {
  const told: string[] = [];
  const chunks = [
    chunk({ role: 'assistant', content: '', refusal: null }),
    chunk({ content: 'so ' }),
    chunk({ content: null }),
    chunk({ content: 'it is' }),
    chunk({ refusal: 'but no' }),
    ...end('stop'),
  ];
  const { choices } = await assembled(chunks, (text) => told.push(text));
  expect(choices).toMatchObject([{ message: { content: 'so it is', refusal: 'but no' }, finish_reason: 'stop' }]);
  expect(told).toEqual(['so ', 'it is', 'but no']);
});

test('what the service added reads as in the plain answer', async () => {
  const reasoning = (text: string) => [{ type: 'reasoning.text', text, index: 0, format: null }];
  const chunks = [
    chunk({ role: 'assistant', reasoning: 'We', reasoning_content: 'ha', channel: 'analysis', index: 0 }),
    chunk({ reasoning: ' need', reasoning_content: 'ha', channel: 'analysis', reasoning_details: reasoning('We') }),
    chunk({ reasoning_details: reasoning(' need'), vendor: { deep: { label: 'x' } } }),
    chunk({
      reasoning_details: [{ type: 'reasoning.encrypted', data: 'e==', index: 0 }],
      vendor: { deep: { label: 'x' } },
    }),
    chunk({ content: 'hi', annotations: [{ type: 'url_citation', url_citation: { url: 'https://a.test' } }] }),
    ...end('stop'),
  ];
  const { items } = await answered(chunks);
  expect(items).toEqual([
    {
      item: {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'hi', annotations: [{ type: 'url_citation', url: 'https://a.test' }] }],
      },
      raw: {
        message: {
          reasoning: 'We need',
          reasoning_content: 'haha',
          reasoning_details: [
            { type: 'reasoning.text', text: 'We need', index: 0 },
            { type: 'reasoning.encrypted', data: 'e==', index: 0 },
          ],
          vendor: { deep: { label: 'x' } },
        },
      },
    },
  ]);
});

test('a field named __proto__ is one like others', async () => {
  const forged = JSON.parse('{"content":"x","__proto__":{"polluted":true}}') as unknown;
  const { items } = await answered([chunk(forged), ...end('stop')]);
  expect(JSON.stringify(items[0]!.raw)).toBe('{"message":{"__proto__":{"polluted":true}}}');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test.each<[string, unknown[]]>([
  [
    'in a chunk of its own',
    [...end('stop').slice(0, 1), { choices: [], usage: { prompt_tokens: 1, completion_tokens: 2 } }],
  ],
  ['with the last chunk', [{ ...(end('stop')[0] as object), usage: { prompt_tokens: 1, completion_tokens: 2 } }]],
  ['in the choice', [chunk({}, { finish_reason: 'stop', usage: { prompt_tokens: 1, completion_tokens: 2 } })]],
])('usage comes %s, or not at all', async (_where, last) => {
  expect((await answered([chunk({ content: 'x' }), ...last])).usage.totalTokens).toBe(3);
  expect((await answered([chunk({ content: 'x' }), ...end('stop')])).usage.totalTokens).toBe(0);
});

test.each<[string, unknown[], string]>([
  ['a reason, and no mark', [chunk({}, { finish_reason: 'length' })], 'length'],
  ['a reason, then none again', [chunk({}, { finish_reason: 'length' }), chunk({})], 'length'],
  ['an empty reason, and the mark', [chunk({}, { finish_reason: '' }), STREAM_DONE], 'stop'],
  ['no reason, and the mark', [STREAM_DONE], 'stop'],
])('a stream ends with %s', async (_how, last, finish) => {
  expect((await answered([chunk({ content: 'x' }), ...last])).finish).toBe(finish);
});

test.each<[string, unknown[]]>([
  ['nothing at all', []],
  ['text', [chunk({ content: 'x' })]],
  ['a call that looks whole', [pieces(piece(0, 'a', 'f', '{}'))]],
  ['an empty reason', [chunk({ content: 'x' }, { finish_reason: '' })]],
])('a stream that ends after %s was cut', async (_what, chunks) => {
  const error: unknown = await assembled(chunks).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StreamCut);
  expect(readProviderFault(error, [], 0)).toMatchObject({ retry: 'counted', error: { code: 'stream_cut' } });
});

test.each<[string, unknown]>([
  ['in a chunk', { error: { message: 'over', type: 'server_error', code: 'overloaded' } }],
  ['beside choices', { ...(chunk({}) as object), error: { message: 'over', code: 'overloaded' } }],
  ['in a choice', chunk({}, { error: { message: 'over', code: 'overloaded' } })],
])('a fault that the service tells %s is told in its words', async (_where, fault) => {
  const error: unknown = await assembled([chunk({ content: 'x' }), fault, ...end()]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AnswerFailed);
  expect(readProviderFault(error, [], 0).error).toMatchObject({ code: 'overloaded', message: 'over' });
});

test('a fault that is only a text is told, too', async () => {
  await expect(assembled([{ error: 'overloaded' }])).rejects.toThrow(/overloaded/);
});

test('of several choices the first is read, and the others are counted', async () => {
  const other = { choices: [{ index: 1, delta: { content: 'other' } }] };
  const { items, repairs } = await answered([chunk({ content: 'x' }), other, ...end('stop')]);
  expect(items[0]!.item.content).toBe('x');
  expect(repairs).toEqual([{ kind: 'choices', detail: 'the first of 2 choices was read' }]);
});

test('content parts are read as text', async () => {
  const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] };
  const { items, repairs } = await answered([
    chunk({ content: [thinking] }),
    chunk({ content: [{ type: 'text', text: 'a' }] }),
    chunk({ content: 'b' }),
    ...end('stop'),
  ]);
  expect(items[0]!.item.content).toBe('ab');
  expect(repairs.map(({ kind }) => kind)).toEqual(['content_parts']);
  expect(items[0]!.raw).toMatchObject({ message: { content: [thinking, {}, {}] } });
});

test('no chunk at all but the mark is no answer, nor is a chunk that is no object', async () => {
  await expect(answered([{ choices: [], prompt_filter_results: [] }, STREAM_DONE])).rejects.toThrow(AnswerUnreadable);
  await expect(assembled(['text'])).rejects.toThrow(AnswerUnreadable);
});

test('an answer is bounded, wherever its bytes are', async () => {
  const text = 'x'.repeat(1_000_000);
  const many = (delta: unknown) => Array.from({ length: 17 }, () => chunk(delta));
  const deltas = [
    { content: text },
    { refusal: text },
    { reasoning: text },
    { list: [{ a: text }] },
    { content: [{ text }] },
  ];
  for (const delta of [...deltas, { tool_calls: [piece(0, 'a', 'f', text)] }]) {
    await expect(assembled(many(delta))).rejects.toThrow(AnswerTooLarge);
  }
});

test('the mark of the end ends the answer, however the connection goes on', async () => {
  async function* broken(): AsyncGenerator {
    yield* [chunk({ content: 'whole' }), ...end('stop')];
    throw new Error('the connection was reset');
  }
  const { choices } = await assembleChatStream(broken(), () => undefined);
  expect(choices).toMatchObject([{ message: { content: 'whole' } }]);
});
