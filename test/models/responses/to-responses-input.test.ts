/** What of a transcript goes into a request: everything back to its own service, and to any other what all services take. */
import { toResponsesInput } from '../../../src/models/responses/to-responses-input.js';
import { CALL_KINDS } from '../../../src/protocol/call-kind.js';
import type { Entry, From } from '../../../src/protocol/entry.js';
import type { Item } from '../../../src/protocol/item.js';
import { entriesOf, withResults } from './answered.js';
import { asked, given, HERE } from './requests.js';

const ELSEWHERE: From = { ...HERE, service: 'https://other.test' };
const CHAT: From = { ...HERE, api: 'chat' };

const THOUGHT: Item = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'xyz' };
const SAID: Item = {
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  phase: 'commentary',
  content: [{ type: 'output_text', text: 'Hi.', annotations: [{ url: 'u' }] }],
};
const CALLED: Item = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: 'f',
  arguments: '{"n": 1}',
  status: 'completed',
};

const answer = (items: readonly Item[], from: From = HERE, step = 1): Entry[] =>
  withResults(
    entriesOf(
      items.map((item) => ({ item })),
      from,
      step,
    ),
  );
const input = (transcript: readonly Entry[], to: From = HERE) => toResponsesInput(transcript, to).input;
const kinds = (transcript: readonly Entry[], to: From = HERE) =>
  toResponsesInput(transcript, to).repairs.map(({ kind }) => kind);

const RESULT = { type: 'function_call_output', call_id: 'call_1', output: 'done' };
const PLAIN_CALL = { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{"n": 1}' };
const PLAIN_TEXT = { type: 'message', role: 'assistant', content: 'Hi.' };

test('an answer goes back to its own service byte for byte, items and fields yet unknown included', () => {
  const odd = [
    { type: 'program', id: 'cm_1', code: 'x', odd: { deep: [null, 1] } },
    { type: 'mcp_list_tools', id: 'm' },
  ];
  const items = [THOUGHT, SAID, ...odd, CALLED];
  expect(JSON.stringify(input([asked(), ...answer(items)]))).toBe(JSON.stringify([asked().item, ...items, RESULT]));
  expect(kinds(answer(items))).toEqual([]);
});

test.each<[string, From]>([
  ['service', ELSEWHERE],
  ['model', { ...HERE, model: 'other' }],
])('another %s gets text, calls and results alone', (_what, to) => {
  const transcript = answer([THOUGHT, SAID, { type: 'web_search_call', id: 'ws_1' }, CALLED]);
  expect(input(transcript, to)).toEqual([PLAIN_TEXT, PLAIN_CALL, RESULT]);
  expect(kinds(transcript, to)).toEqual(['dropped_reasoning', 'dropped_added', 'dropped_hosted']);
});

test('an answer of Chat Completions has the plain form, and fields that its service added are counted', () => {
  const refused: Item = { type: 'message', role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] };
  const call: Item = { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{"n": 1}' };
  const signed = withResults(entriesOf([{ item: refused }, { item: call, raw: { call: { signature: 's' } } }], CHAT));
  expect(input(signed)).toEqual([{ ...PLAIN_TEXT, content: 'No.' }, PLAIN_CALL, RESULT]);
  expect(kinds(signed)).toEqual(['dropped_added']);
});

const CALLS: Readonly<Record<string, Item>> = {
  function_call: CALLED,
  custom_tool_call: { type: 'custom_tool_call', id: 'ctc_1', call_id: 'c', name: 'sql', input: 'select 1' },
  computer_call: { type: 'computer_call', id: 'cu_1', call_id: 'c', action: { type: 'wait' } },
  shell_call: { type: 'shell_call', id: 'sh_1', call_id: 'c', action: { commands: ['ls'] } },
  local_shell_call: { type: 'local_shell_call', id: 'lsh_1', call_id: 'c', action: { command: ['ls'] } },
  apply_patch_call: { type: 'apply_patch_call', id: 'apc_1', call_id: 'c', operation: { type: 'create_file' } },
  mcp_approval_request: { type: 'mcp_approval_request', id: 'mcpr_1', name: 'ask', arguments: '{}', server_label: 's' },
};

test.each(CALL_KINDS.map((kind) => [kind.call, kind] as const))('%s and its result', (type, kind) => {
  const call = CALLS[type]!;
  const own = input(answer([call]));
  expect(own).toEqual([call, kind.answer(call, 'done', true)]);
  const [plain, result] = input(answer([call]), ELSEWHERE) as [Item, Item];
  const form = type === 'custom_tool_call' ? 'custom_tool_call' : 'function_call';
  expect(plain).toMatchObject({ type: form, call_id: call[kind.callIdField], name: kind.nameOf(call) });
  expect(result).toMatchObject({ type: `${form}_output`, call_id: call[kind.callIdField] });
  expect(plain.id ?? result.id).toBeUndefined();
});

test('a call that an answer made again under an old id has a result in its own form', () => {
  const custom: Item = { type: 'function_call', call_id: 'call_1', name: 'g', arguments: '{}' };
  const transcript = [...answer([CALLED], ELSEWHERE), ...answer([custom], HERE, 2)];
  expect(input(transcript).map(({ type }) => type)).toEqual([
    'function_call',
    'function_call_output',
    'function_call',
    'function_call_output',
  ]);
});

test('reasoning at the end of a cut answer has no item to follow it, so it stays behind', () => {
  const transcript = answer([SAID, THOUGHT]);
  expect(input(transcript)).toEqual([SAID]);
  expect(kinds(transcript)).toEqual(['dropped_reasoning']);
});

test('an id that a service gave twice stands in a request once', () => {
  const transcript = [...answer([SAID, CALLED]), ...answer([SAID, CALLED], HERE, 2)];
  const sent = input(transcript).map(({ id }) => id);
  expect(sent.filter((id) => id !== undefined)).toEqual(['msg_1', 'fc_1']);
  expect(kinds(transcript)).toEqual(['dropped_added']);
});

test('a call that a service ran by itself goes back to it with its result, and to no other', () => {
  const ran: Item = { type: 'shell_call', id: 'sh_1', call_id: 'call_s', action: { commands: ['ls'] } };
  const result: Item = { type: 'shell_call_output', id: 'sho_1', call_id: 'call_s', output: [] };
  const transcript = answer([ran, CALLED, result]);
  expect(input(transcript)).toEqual([ran, CALLED, result, RESULT]);
  expect(input(transcript, ELSEWHERE)).toEqual([PLAIN_CALL, RESULT]);
});

test('input stays as it was given; a message of a model without an id is text', () => {
  const image = {
    type: 'message',
    role: 'user',
    content: [{ type: 'input_image', image_url: 'data:x', detail: 'low' }],
  };
  const output = { type: 'function_call_output', call_id: 'call_1', output: [{ type: 'input_text', text: 'a' }] };
  const parts = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi.' }] };
  const items = [image, CALLED, output, SAID, parts];
  expect(input(items.map(given))).toEqual([image, CALLED, output, SAID, { ...parts, content: 'Hi.' }]);
});
