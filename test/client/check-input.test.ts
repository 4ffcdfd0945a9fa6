/** What a turn is started with is judged before anything is sent. */
import type { ResponseInputItem } from 'openai/resources/responses/responses.js';
import { checkInput, checkSize, MOST_INPUT_BYTES, type InputItem } from '../../src/client/check-input.js';
import { InputRefusedError, InputTooLargeError, TurnOptionError } from '../../src/client/input-error.js';
import { readTurnLimits } from '../../src/client/turn-limits.js';

const user = { role: 'user', content: 'hi' } as const;
const call = (id: string) => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{}' });
const result = (id: string) => ({ type: 'function_call_output', call_id: id, output: id });

function refusal(input: readonly InputItem[]): InputRefusedError {
  try {
    checkInput(input);
  } catch (error) {
    if (error instanceof InputRefusedError) return error;
    throw error;
  }
  throw new Error('the input was not refused');
}

test('a text is one message of the user', () => {
  expect(checkInput('hi')).toEqual([{ type: 'message', ...user }]);
});

test('items keep their order and fields; a message may come in its short form', () => {
  const odd = { type: 'tool_search_call', anything: [1] };
  expect(checkInput([user, odd])).toEqual([{ type: 'message', ...user }, odd]);
});

test("OpenAI's own item types fit", () => {
  const items: ResponseInputItem[] = [{ role: 'user', content: 'hi' }];
  expect(checkInput(items)).toHaveLength(1);
});

test('results are put in the order of their calls', () => {
  const items = checkInput([user, call('a'), call('b'), result('b'), result('a')]);
  expect(items.map((item) => item.call_id)).toEqual([undefined, 'a', 'b', 'a', 'b']);
});

test.each([
  ['a call without a result', [user, call('a')], 'item 1, function_call "a", has no result'],
  ['a result without a call', [user, result('a')], 'item 1, function_call_output "a", answers no call before it'],
  ['a second result', [call('a'), result('a'), result('a')], 'item 2, function_call_output "a", is there twice'],
  ['a result after the next message', [call('a'), user, result('a')], 'item 0, function_call "a", has no result'],
])('%s is refused by the name of the call', (_what, items, text) => {
  expect(refusal(items).message).toContain(text);
  // A command that doesn't exist.
  expect(refusal(items).message).not.toContain('doctor');
});

test('no items, and something that is no item', () => {
  expect(refusal([]).problems).toEqual([{ kind: 'empty' }]);
  expect(refusal([user, 'hi', null] as unknown as InputItem[]).message).toContain('item 1 is no item');
});

test('many problems are counted, a few are shown', () => {
  const error = refusal(Array.from({ length: 20 }, (_, i) => call(`c${i}`)));
  expect(error.problems).toHaveLength(20);
  expect(error.message).toContain('and 15 more');
});

test('more than Temporal takes is refused with its size, counted in bytes', () => {
  const turn = (content: string) => ({ agent: 'a', input: checkInput(content) });
  checkSize(turn('x'.repeat(MOST_INPUT_BYTES - 200)));
  expect(() => checkSize(turn('ü'.repeat(MOST_INPUT_BYTES / 2)))).toThrow(InputTooLargeError);
});

test('a context that is no JSON is refused', () => {
  const context: { self?: unknown } = {};
  context.self = context;
  expect(() => checkSize({ agent: 'a', input: [], context })).toThrow(TurnOptionError);
  expect(() => checkSize({ agent: 'a', input: [], context: 1n })).toThrow(TurnOptionError);
});

test('limits are read, and what makes no sense is refused with its name and value', () => {
  expect(readTurnLimits(undefined)).toBeUndefined();
  expect(readTurnLimits({})).toBeUndefined();
  expect(readTurnLimits({ steps: 3, duration: '2m' })).toEqual({ steps: 3, durationMs: 120_000 });
  expect(() => readTurnLimits({ steps: 0 })).toThrow('limits.steps must be a whole number from 1 to 100000, not 0');
  expect(() => readTurnLimits({ tokens: Number.NaN })).toThrow(TurnOptionError);
  expect(() => readTurnLimits({ steps: 100_001 })).toThrow('1 to 100000');
  expect(() => readTurnLimits({ toolCalls: 1_000_001 })).toThrow('1 to 1000000');
  expect(() => readTurnLimits({ tokens: 1e9 + 1 })).toThrow('1 to 1000000000');
  expect(() => readTurnLimits({ duration: '31d' })).toThrow('at most 30d');
  for (const odd of [{ step: 3 }, null, 5, []]) {
    expect(() => readTurnLimits(odd as unknown as { steps: 1 })).toThrow('steps, toolCalls, tokens, duration');
  }
  expect(() => readTurnLimits({ duration: 'banana' as '1m' })).toThrow('limits.duration');
});

const chatCall = { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } };

test.each([
  ['a Chat result', { role: 'tool', tool_call_id: 'a', content: 'x' }, 'fromChatMessages'],
  ['a Chat message with calls', { role: 'assistant', content: null, tool_calls: [chatCall] }, 'fromChatMessages'],
  ['an unknown role', { role: 'robot', content: 'x' }, 'none of user, assistant, system and developer'],
  ['a message without content', { role: 'user' }, 'neither a text nor a list'],
  ['a list of texts as content', { role: 'user', content: ['x'] }, 'neither a text nor a list'],
  ['a part without a type', { role: 'user', content: [{ text: 'x' }] }, 'neither a text nor a list'],
  ['a content part', { type: 'input_text', text: 'x' }, 'content part of type "input_text"'],
  ['a call without a name', { ...call('a'), name: '' }, 'name is not 1 to 64'],
  ['a call with an odd name', { ...call('a'), name: 'a b' }, 'name is not 1 to 64'],
  ['arguments as an object', { ...call('a'), arguments: {} }, 'arguments are no text'],
  ['a call without an id', { ...call('a'), call_id: '' }, 'call_id is empty'],
  ['a long id', call('a'.repeat(41)), 'call_id has 41 characters: Chat Completions takes 40'],
])('%s is refused with its index and the reason', (_what, item, reason) => {
  const { message } = refusal([user, item as InputItem]);
  expect(message).toContain('item 1 is a');
  expect(message).toContain(reason);
});

test('what is no list is refused by name, and a hole of a list by its index', () => {
  for (const odd of [null, undefined, 5, {}]) {
    expect(() => checkInput(odd as string)).toThrow(TurnOptionError);
  }
  const sparse: InputItem[] = [user];
  sparse[2] = user;
  expect(refusal(sparse).problems).toEqual([{ kind: 'not_an_item', index: 1 }]);
});
