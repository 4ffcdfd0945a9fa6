/** The table of kinds: each call is recognised, its answer is recognised as its own, and nothing else is either. */
import {
  answeredIdOf,
  CALL_KINDS,
  callIdOf,
  callKindOf,
  resultKindOf,
  type CallKind,
} from '../../src/protocol/call-kind.js';
import type { Item } from '../../src/protocol/item.js';
import { toolCallsOf } from '../../src/protocol/tool-call.js';
import { resultEntry } from '../../src/protocol/tool-result.js';

const KINDS: [string, CallKind][] = CALL_KINDS.map((kind) => [kind.call, kind]);
const callOf = (kind: CallKind): Item => ({ type: kind.call, id: 'item_1', call_id: 'call_1', name: 'f' });

test.each(KINDS)('%s: its answer names it, in the form of its kind', (_name, kind) => {
  const call = callOf(kind);
  for (const ok of [true, false]) {
    const answer = kind.answer(call, 'told', ok);
    expect(callKindOf(call)).toBe(kind);
    expect(resultKindOf(answer)).toBe(kind);
    expect(answeredIdOf(answer, kind)).toBe(callIdOf(call, kind));
    expect(callKindOf(answer)).toBeUndefined();
    expect(resultKindOf(call)).toBeUndefined();
  }
});

test.each(KINDS.filter(([, kind]) => kind.call !== 'computer_call'))(
  '%s: its answer tells the output',
  (_name, kind) => {
    expect(JSON.stringify(kind.answer(callOf(kind), 'what happened', false))).toContain('what happened');
  },
);

test('forms that say whether the call succeeded say it truly', () => {
  const answer = (type: string, ok: boolean) =>
    CALL_KINDS.find(({ call }) => call === type)!.answer({ type, id: 'i', call_id: 'c' }, 'out', ok);
  expect(answer('shell_call', true).output).toEqual([
    { stdout: 'out', stderr: '', outcome: { type: 'exit', exit_code: 0 } },
  ]);
  expect(answer('shell_call', false).output).toEqual([
    { stdout: '', stderr: 'out', outcome: { type: 'exit', exit_code: 1 } },
  ]);
  expect(answer('apply_patch_call', false)).toMatchObject({ status: 'failed', output: 'out' });
  expect(answer('mcp_approval_request', false)).toMatchObject({
    approve: false,
    approval_request_id: 'i',
    reason: 'out',
  });
});

test('calls are read in order, with names and arguments as the model wrote them', () => {
  const items: Item[] = [
    { type: 'message', role: 'assistant', content: 'x' },
    { type: 'function_call', call_id: 'a', name: 'f', arguments: '{"n":1}' },
    { type: 'custom_tool_call', call_id: 'b', name: 'g', input: 'free text' },
    { type: 'shell_call', call_id: 'c', action: { commands: ['ls'] } },
    { type: 'function_call', call_id: 'd' },
  ];
  const calls = toolCallsOf(items.map((item, at) => ({ id: `${at}`, step: 3, item })));
  expect(
    calls.map(({ step, position, callId, name, arguments: args }) => [step, position, callId, name, args]),
  ).toEqual([
    [3, 0, 'a', 'f', '{"n":1}'],
    [3, 1, 'b', 'g', 'free text'],
    [3, 2, 'c', 'shell', '{"commands":["ls"]}'],
    [3, 3, 'd', '', ''],
  ]);
});

test('a call that a program of the model made names it again in its result', () => {
  const caller = { type: 'program', caller_id: 'call_p' };
  const called = { type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' };
  const answer = (item: Item) => callKindOf(item)!.answer(item, 'x', true);
  expect(answer({ ...called, caller })).toMatchObject({ caller });
  expect(answer({ ...called, caller: null })).not.toHaveProperty('caller');
});

test('the output of a local shell call names it by its id where it has no call_id, and no other kind does', () => {
  const named = (item: Item) => answeredIdOf(item, resultKindOf(item)!);
  expect(named({ type: 'local_shell_call_output', id: 'a' })).toBe('a');
  expect(named({ type: 'local_shell_call_output', id: 'lsh_1', call_id: 'a' })).toBe('a');
  expect(named({ type: 'function_call_output', id: 'a' })).toBe('');
});

test('an item that is no call has no result', () => {
  const call = { ...toolCallsOf([{ id: 'e', step: 1, item: callOf(CALL_KINDS[0]!) }])[0]!, item: { type: 'message' } };
  expect(() => resultEntry(call, { id: 'r', outcome: 'ok', output: '' })).toThrow(/"message" is no call/);
});
