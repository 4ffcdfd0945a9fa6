/** What a turn is started with is judged before anything is sent. */
import type { ResponseInputItem } from 'openai/resources/responses/responses.js';
import { checkInput, checkSize, checkTurnId, MOST_INPUT_BYTES, type InputItem } from '../../src/client/check-input.js';
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
])('%s is refused by the name of the call, pointing to the doctor', (_what, items, text) => {
  expect(refusal(items).message).toContain(text);
  expect(refusal(items).message).toContain('everycall doctor');
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

test.each(['', 'x'.repeat(256), 'a\nb', 7 as unknown as string])('turn id %j is refused', (turnId) => {
  expect(() => checkTurnId(turnId)).toThrow(TurnOptionError);
});

test('limits are read, and what makes no sense is refused with its name and value', () => {
  expect(readTurnLimits(undefined)).toBeUndefined();
  expect(readTurnLimits({})).toBeUndefined();
  expect(readTurnLimits({ steps: 3, duration: '2m' })).toEqual({ steps: 3, durationMs: 120_000 });
  expect(() => readTurnLimits({ steps: 0 })).toThrow('limits.steps must be a positive whole number, not 0');
  expect(() => readTurnLimits({ tokens: Number.NaN })).toThrow(TurnOptionError);
  expect(() => readTurnLimits({ duration: 'banana' as '1m' })).toThrow('limits.duration');
});
