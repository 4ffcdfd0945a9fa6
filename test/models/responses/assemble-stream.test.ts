/** Streams of our own making, one for each odd thing that services do: each gives the body of the plain answer. */
import { AnswerFailed, AnswerTooLarge, StreamCut } from '../../../src/models/answer-faults.js';
import { AnswerUnreadable } from '../../../src/models/answer-unreadable.js';
import { assembleResponsesStream } from '../../../src/models/responses/assemble-stream.js';
import { eventsOf, type StreamEvent } from './sse.js';

const event = (type: string, more: StreamEvent = {}): StreamEvent => ({ type: `response.${type}`, ...more });
const added = (at: number, item: StreamEvent) => event('output_item.added', { output_index: at, item });
const done = (at: number, item: StreamEvent) => event('output_item.done', { output_index: at, item });
const delta = (at: number, text: string, more: StreamEvent = {}) =>
  event('output_text.delta', { output_index: at, content_index: 0, delta: text, ...more });
const args = (at: number, text: string) => event('function_call_arguments.delta', { output_index: at, delta: text });
const end = (output: unknown = [], more: StreamEvent = {}) =>
  event('completed', { response: { id: 'resp_1', status: 'completed', output, ...more } });

const part = (text: string) => ({ type: 'output_text', text, annotations: [] });
const said = (text: string, id = 'msg_1') => ({ id, type: 'message', role: 'assistant', content: [part(text)] });
const begun = { id: 'msg_1', type: 'message', role: 'assistant', status: 'in_progress', content: [] };
const called = (id: string, text: string, more: StreamEvent = {}) => ({
  id: `fc_${id}`,
  type: 'function_call',
  call_id: `call_${id}`,
  name: 'f',
  arguments: text,
  ...more,
});

/** The output of the assembled body, and what was told on the way. */
async function read(...events: unknown[]): Promise<{ output: unknown; text: string; status: unknown }> {
  let text = '';
  const body = await assembleResponsesStream(eventsOf(events), (fresh) => (text += fresh));
  return { output: body.output, text, status: body.status };
}

const THOUGHT = { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'xyz' };

test.each<[string, unknown[], unknown[], string]>([
  ['the final output alone', [end([said('Hi')])], [said('Hi')], ''],
  [
    'an empty final output after whole items',
    [done(0, THOUGHT), done(1, said('Hi')), end([])],
    [THOUGHT, said('Hi')],
    '',
  ],
  ['no output in the final event', [done(0, said('Hi')), event('completed', {})], [said('Hi')], ''],
  [
    'a final output that lacks an item, under other ids',
    [
      done(0, THOUGHT),
      done(1, called('a', '{}')),
      done(2, called('b', '{}')),
      end([{ ...called('b', '{}'), id: 'other' }]),
    ],
    [THOUGHT, called('a', '{}'), { ...called('b', '{}'), id: 'other' }],
    '',
  ],
  [
    'ids that change between the events of an item',
    [
      added(0, begun),
      delta(0, 'Hel', { item_id: 'msg_2' }),
      delta(0, 'lo', { item_id: 'msg_3' }),
      done(0, said('Hello', 'msg_4')),
      end([said('Hello', 'msg_5')]),
    ],
    [{ ...said('Hello', 'msg_5'), status: 'completed' }],
    'Hello',
  ],
  [
    'places that are all the same',
    [
      added(0, called('a', '')),
      done(0, called('a', '{"n":1}')),
      added(0, called('b', '')),
      done(0, called('b', '{}')),
      end(),
    ],
    [called('a', '{"n":1}'), called('b', '{}')],
    '',
  ],
  [
    'places that skip a number, and come late',
    [done(2, said('b', 'msg_2')), done(0, said('a')), end()],
    [said('a'), said('b', 'msg_2')],
    '',
  ],
  [
    'calls whose arguments come interleaved and never whole',
    [added(0, called('a', '')), added(1, called('b', '')), args(0, '{"n"'), args(1, '{}'), args(0, ':1}'), end()],
    [called('a', '{"n":1}'), called('b', '{}')],
    '',
  ],
  [
    'deltas alone, without an item or an end of it',
    [
      event('output_text.delta', { item_id: 'msg_1', delta: 'He' }),
      event('output_text.delta', { item_id: 'msg_1', delta: 'y' }),
      end(),
    ],
    [{ type: 'message', id: 'msg_1', content: [{ type: 'output_text', text: 'Hey' }] }],
    'Hey',
  ],
  [
    'deltas without any place or id',
    [added(0, begun), event('output_text.delta', { delta: 'Hi' }), end()],
    [{ ...begun, status: 'completed', content: [{ type: 'output_text', text: 'Hi' }] }],
    'Hi',
  ],
  [
    'a text that comes whole, without pieces',
    [
      added(0, begun),
      event('output_text.done', { output_index: 0, content_index: 0, text: 'Hi' }),
      done(0, said('Hi')),
      end(),
    ],
    [{ ...said('Hi'), status: 'completed' }],
    'Hi',
  ],
  [
    'a whole item that is emptier than its pieces',
    [added(0, called('a', '')), args(0, '{"n":1}'), done(0, called('a', '')), end([called('a', '')])],
    [called('a', '{"n":1}')],
    '',
  ],
  [
    'a refusal in pieces',
    [
      added(0, begun),
      event('refusal.delta', { output_index: 0, delta: 'I ' }),
      event('refusal.delta', { output_index: 0, delta: "can't." }),
      end(),
    ],
    [{ ...begun, status: 'completed', content: [{ type: 'refusal', refusal: "I can't." }] }],
    "I can't.",
  ],
  [
    'citations and summaries that came apart from their items',
    [
      added(0, { id: 'rs_1', type: 'reasoning', summary: [] }),
      event('reasoning_summary_part.added', {
        output_index: 0,
        summary_index: 0,
        part: { type: 'summary_text', text: '' },
      }),
      event('reasoning_summary_text.delta', { output_index: 0, summary_index: 0, delta: 'Thinking.' }),
      added(1, begun),
      event('content_part.added', { output_index: 1, content_index: 0, part: part('') }),
      delta(1, 'See.'),
      event('output_text.annotation.added', {
        output_index: 1,
        content_index: 0,
        annotation_index: 0,
        annotation: { url: 'u' },
      }),
      end(),
    ],
    [
      { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'Thinking.' }] },
      { ...begun, status: 'completed', content: [{ ...part('See.'), annotations: [{ url: 'u' }] }] },
    ],
    'See.',
  ],
  [
    'input of a custom tool, a patch and a shell command in pieces',
    [
      added(0, { type: 'custom_tool_call', call_id: 'c', name: 'sql', input: '' }),
      event('custom_tool_call_input.delta', { output_index: 0, delta: 'select 1' }),
      added(1, { type: 'apply_patch_call', call_id: 'p', operation: { type: 'create_file', diff: '' } }),
      event('apply_patch_call_operation_diff.delta', { output_index: 1, delta: '+a' }),
      added(2, { type: 'shell_call', call_id: 's', action: { commands: [] } }),
      event('shell_call_command.delta', { output_index: 2, command_index: 0, delta: 'ls' }),
      end(),
    ],
    [
      { type: 'custom_tool_call', call_id: 'c', name: 'sql', input: 'select 1' },
      { type: 'apply_patch_call', call_id: 'p', operation: { type: 'create_file', diff: '+a' } },
      { type: 'shell_call', call_id: 's', action: { commands: ['ls'] } },
    ],
    '',
  ],
  [
    'events and items yet unknown',
    [
      event('weather.changed', { a: 1 }),
      done(0, { type: 'program', id: 'cm_1', code: 'x', odd: { deep: [1] } }),
      end(),
    ],
    [{ type: 'program', id: 'cm_1', code: 'x', odd: { deep: [1] } }],
    '',
  ],
  ['an end mark that the API does not have', ['[DONE]', end([said('Hi')])], [said('Hi')], ''],
])('%s', async (_what, events, output, text) => {
  expect(await read(...events)).toEqual({ output, text, status: 'completed' });
});

test('an item that was cut with its answer says so', async () => {
  const cut = event('incomplete', { response: { incomplete_details: { reason: 'max_output_tokens' } } });
  const { output, status } = await read(added(0, called('a', '', { status: 'in_progress' })), args(0, '{"n'), cut);
  expect(output).toEqual([called('a', '{"n', { status: 'incomplete' })]);
  expect(status).toBe('incomplete');
});

test('nothing after the end is read', async () => {
  expect((await read(end([said('Hi')]), { type: 'error', message: 'late' })).output).toEqual([said('Hi')]);
});

test.each([
  ['fields on top', { type: 'error', code: 'rate_limit_exceeded', message: 'Slow down.' }, 'rate_limit_exceeded'],
  [
    'fields under error',
    { type: 'error', error: { code: 'insufficient_quota', message: 'No.' } },
    'insufficient_quota',
  ],
  ['no type at all', { error: { code: 'server_error', message: 'No.' } }, 'server_error'],
])('an error event ends the answer: %s', async (_what, fault, code) => {
  const reading = read(added(0, begun), delta(0, 'so f'), fault);
  await expect(reading).rejects.toThrow(AnswerFailed);
  await expect(reading).rejects.toMatchObject({ code });
});

test('a stream that closes before its answer ends is cut, whatever came', async () => {
  await expect(read(done(0, said('Hi')))).rejects.toThrow(StreamCut);
  await expect(read()).rejects.toThrow(StreamCut);
});

test('a stream of another API is none, and says which to set', async () => {
  const chunk = { object: 'chat.completion.chunk', choices: [] };
  await expect(read(chunk)).rejects.toThrow(/set api: 'chat'/);
  await expect(read({ odd: 1 })).rejects.toThrow(AnswerUnreadable);
});

test('a text without end is bounded', async () => {
  const endless = Array.from({ length: 17 }, () => delta(0, 'x'.repeat(1_000_000)));
  await expect(read(added(0, begun), ...endless)).rejects.toThrow(AnswerTooLarge);
});

test('a stream is not kept without end, whatever it is made of', async () => {
  async function* endless(make: (at: number) => unknown): AsyncGenerator {
    for (let at = 0; at < 100_000; at += 1) yield make(at);
  }
  const large = 'x'.repeat(1_000_000);
  const kinds: ((at: number) => unknown)[] = [
    (at) => added(at, { type: 'reasoning', id: `rs_${at}` }),
    (at) => done(at, said(large)),
    (at) => event('output_text.done', { output_index: 0, content_index: at, text: large }),
    (at) => event('output_text.annotation.added', { output_index: 0, annotation_index: at, annotation: { large } }),
  ];
  for (const make of kinds) {
    await expect(assembleResponsesStream(endless(make), () => undefined)).rejects.toThrow(AnswerTooLarge);
  }
});

test('a final output of nothing leaves what was streamed, items without a type too', async () => {
  const { output } = await read(added(0, { id: 'x' }), done(1, said('Hi')), end([null]));
  expect(output).toEqual([{ id: 'x' }, said('Hi'), null]);
});

test('an item that is told whole twice is one', async () => {
  const call = called('a', '{"n":1}');
  const twice = [added(0, called('a', '')), done(0, call), done(0, call), done(1, said('Hi')), done(1, said('Hi'))];
  expect((await read(...twice, end([call, said('Hi')]))).output).toEqual([call, said('Hi')]);
  expect((await read(...twice, end())).output).toEqual([call, said('Hi')]);
});

test('where the last event and its body differ, the worse is believed', async () => {
  const body = { response: { status: 'completed', output: [called('a', '{}')] } };
  expect(await read(event('incomplete', body))).toMatchObject({ status: 'incomplete' });
  expect(await read(event('failed', body))).toMatchObject({ status: 'failed' });
  expect(await read(end([said('Hi')], { status: 'incomplete' }))).toMatchObject({ status: 'incomplete' });
});
