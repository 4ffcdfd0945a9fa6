/** Answers of our own making, one for each odd thing that services do: nothing is lost, and what is mended is counted. */
import { AnswerFailed } from '../../../src/models/answer-faults.js';
import { AnswerUnreadable } from '../../../src/models/answer-unreadable.js';
import { fromResponsesAnswer } from '../../../src/models/responses/from-responses-answer.js';
import { toolCallsOf } from '../../../src/protocol/tool-call.js';
import { findViolations } from '../../../src/protocol/violations.js';
import { entriesOf, withResults } from './answered.js';
import { HERE } from './requests.js';

let minted = 0;
const mint = () => `minted${(minted += 1)}`;
beforeEach(() => (minted = 0));

type Fields = Record<string, unknown>;
const body = (output: unknown, more: Fields = {}): Fields => ({ id: 'resp_1', status: 'completed', output, ...more });
const read = (output: unknown, more: Fields = {}) => fromResponsesAnswer(body(output, more), mint, new Set(['f']));
const items = (output: unknown) => read(output).items.map(({ item }) => item);
const kinds = (output: unknown, more: Fields = {}) => read(output, more).repairs.map(({ kind }) => kind);
const call = (id: unknown, more: Fields = {}): Fields => ({
  type: 'function_call',
  id: `fc_${String(id)}`,
  call_id: id,
  name: 'f',
  arguments: '{}',
  ...more,
});
const said = (content: unknown, more: Fields = {}): Fields => ({
  type: 'message',
  role: 'assistant',
  content,
  ...more,
});

test('every item of the output stays verbatim, whatever its type and place', () => {
  const output = [
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'x' },
    said([{ type: 'output_text', text: 'a', annotations: [{ url: 'u' }], odd: 1 }], { phase: 'commentary' }),
    call('a', { namespace: 'n', caller: { type: 'program', caller_id: 'p' } }),
    { type: 'mcp_list_tools', id: 'm', tools: [] },
    { type: 'never_heard_of', deep: { er: [null] } },
    said([{ type: 'refusal', refusal: 'No.' }]),
    call('b'),
  ];
  expect(items(output)).toEqual(output);
  expect(kinds(output)).toEqual([]);
});

test.each<[string, unknown[], string[], unknown[]]>([
  ['an empty id', [call('')], ['id_empty'], ['minted1']],
  ['no id at all', [call(undefined)], ['id_empty'], ['minted1']],
  ['an id twice', [call('a'), call('a')], ['id_duplicate'], ['a', 'minted1']],
  ['an id of 64 characters, which this API takes', [call('x'.repeat(64))], [], ['x'.repeat(64)]],
  ['an id of 65', [call('x'.repeat(65))], ['id_too_long'], ['minted1']],
  [
    'an id on calls of two kinds',
    [call('a'), { ...call('a'), type: 'custom_tool_call', input: 'x' }],
    ['id_duplicate'],
    ['a', 'minted1'],
  ],
])('%s', (_what, output, repairs, ids) => {
  expect(kinds(output)).toEqual(repairs);
  minted = 0;
  expect(items(output).map((item) => item.call_id)).toEqual(ids);
});

test('arguments that are no JSON are kept as a text, and others sent in odd ways are mended', () => {
  const sent = ['{"a', null, { a: 1 }, '"{\\"a\\":1}"'].map((text, n) => call(`c${n}`, { arguments: text }));
  expect(items(sent).map((item) => item.arguments)).toEqual(['{"not_json":"{\\"a"}', '{}', '{"a":1}', '{"a":1}']);
});

test('a leaked wrapper is unpacked; the item id stays with the first of its calls', () => {
  const uses = ['x', 'y'].map((n) => ({ recipient_name: 'functions.f', parameters: { n } }));
  const output = [call('a', { name: 'multi_tool_use.parallel', arguments: JSON.stringify({ tool_uses: uses }) })];
  expect(items(output)).toEqual([
    call('a', { arguments: '{"n":"x"}' }),
    { type: 'function_call', call_id: 'minted1', name: 'f', arguments: '{"n":"y"}' },
  ]);
});

test('names and ids of calls that are not ours to name stay verbatim', () => {
  const output = [{ type: 'mcp_approval_request', id: 'mcpr_1', name: 'docs.search it', arguments: '{"q"' }];
  expect(items(output)).toEqual(output);
  expect(kinds(output)).toEqual([]);
});

test('a message of another role than the model, and one without a type', () => {
  expect(items([said('a', { role: 'user' }), { role: 'assistant', content: 'b' }])).toEqual([said('a'), said('b')]);
  expect(kinds([said('a', { role: 'user' })])).toEqual(['role']);
});

test('what is no item, and a result for none of the calls, are left out and counted', () => {
  const output = [null, 'x', {}, { type: 'function_call_output', call_id: 'z', output: '' }, said('a')];
  expect(items(output)).toEqual([said('a')]);
  expect(kinds(output)).toEqual(['no_item', 'no_item', 'no_item', 'stray_result']);
});

test('a call that the service ran by itself is not ours to run, and its result stays in the answer', () => {
  const ran = { type: 'shell_call', call_id: '', action: { commands: ['ls'] } };
  const result = { type: 'shell_call_output', call_id: '', output: [] };
  const entries = withResults(entriesOf(read([call('a'), ran, result]).items, HERE));
  expect(toolCallsOf(entries).map(({ callId }) => callId)).toEqual(['a']);
  expect(findViolations(entries)).toEqual([]);
  expect(entries[2]!.item.call_id).toBe(entries[1]!.item.call_id);
});

test.each<[string, Fields, string, string[]]>([
  ['completed', {}, 'stop', []],
  ['no status', { status: undefined }, 'stop', []],
  ['a status yet unknown', { status: 'finished' }, 'stop', ['status']],
  ['cut by length', { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'length', []],
  ['cut by a filter', { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'content_filter', []],
  ['cut for another reason', { status: 'incomplete', incomplete_details: null }, 'length', ['status']],
  ['a cut call in a completed answer', { output: [call('a', { status: 'incomplete' })] }, 'length', ['status']],
])('%s', (_what, more, finish, repairs) => {
  expect(read([said('a')], more)).toMatchObject({ finish });
  expect(kinds([said('a')], more)).toEqual(repairs);
});

test('usage, with what was cached and what was thought', () => {
  const usage = {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 4 },
    output_tokens: 5,
    output_tokens_details: { reasoning_tokens: 2 },
    total_tokens: 15,
  };
  const counted = { inputTokens: 10, outputTokens: 5, totalTokens: 15, cachedTokens: 4, reasoningTokens: 2 };
  expect(read([], { usage }).usage).toEqual(counted);
  expect(read([], { usage: { input_tokens: 1, output_tokens: -2 } }).usage.totalTokens).toBe(1);
  expect(read([], { usage: null }).usage.totalTokens).toBe(0);
});

test.each<[unknown, string]>([
  [body([], { status: 'failed', error: { code: 'server_error', message: 'It broke.' } }), 'server_error'],
  [body([], { status: 'failed', error: null }), 'response_failed'],
  [body([said('a')], { status: 'cancelled' }), 'response_cancelled'],
  [body([], { status: 'in_progress' }), 'response_in_progress'],
  [{ error: { code: 'rate_limit_exceeded', message: 'Slow.' } }, 'rate_limit_exceeded'],
])('%j is a fault', (answer, code) => {
  const reading = () => fromResponsesAnswer(answer, mint);
  expect(reading).toThrow(AnswerFailed);
  expect(reading).toThrow(expect.objectContaining({ code }) as Error);
});

test.each([undefined, null, 'data: {}', [], {}, { output: null }, { output: 'x' }, { output: [null] }])(
  '%j is no answer',
  (answer) => {
    expect(() => fromResponsesAnswer(answer, mint)).toThrow(AnswerUnreadable);
  },
);
