/** What the model is told of what a tool threw: the message, bounded, never a stack trace. */
import { defineAgent, ToolError } from '../../src/index.js';
import type { DescribeError } from '../../src/index.js';

const call = { tool: 't', callId: 'c' };
const describer = (describeError?: DescribeError) =>
  defineAgent({ name: 'a', model: 'm', describeError }).describeError;
const told = (error: unknown, hook?: DescribeError): string => describer(hook)(error, call);

const stack = 'Error: no\n    at run (/srv/app/tool.ts:3:9)\n\tat async go (node:internal/x:1:2)\nafter';
const evil = {
  get message(): string {
    throw new Error('trap');
  },
};
const loop: { self?: unknown } = {};
loop.self = loop;

test.each<[string, unknown, string]>([
  ['an Error', new Error('no funds'), 'no funds'],
  ['a text', 'no funds', 'no funds'],
  ['an error of another realm', { name: 'Error', message: 'no funds', stack: 'x' }, 'no funds'],
  ['a number', 7, '7'],
  ['undefined', undefined, 'undefined'],
  ['null', null, 'null'],
  ['an object', { code: 5 }, '{"code":5}'],
  [
    'an error without a message',
    Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
    'AggregateError ECONNREFUSED',
  ],
  [
    'a fault of the network, by its code and not its host',
    new TypeError('fetch failed', {
      cause: { code: 'ECONNREFUSED', address: '10.0.0.7', port: 5432, message: 'connect ECONNREFUSED 10.0.0.7:5432' },
    }),
    'fetch failed (ECONNREFUSED)',
  ],
  [
    'a code that the message holds',
    new Error('ETIMEDOUT at last', { cause: { code: 'ETIMEDOUT' } }),
    'ETIMEDOUT at last',
  ],
  ['a cause whose code is a text', new Error('no', { cause: { code: 'the key is x' } }), 'no'],
  ['a text with a stack trace', stack, 'Error: no\nafter'],
  ['an Error whose message is a stack trace', new Error(stack), 'Error: no\nafter'],
  ['a lone surrogate', new Error('a\uD800b'), 'a\uFFFDb'],
  ['an empty text', '', 'failed without a message'],
  ['an object that throws when read', evil, 'failed with a value that has no text'],
  ['an object that holds itself', loop, 'failed with a value that has no text'],
  ['a symbol', Symbol('s'), 'Symbol(s)'],
])('%s', (_what, thrown, text) => {
  expect(told(thrown)).toBe(text);
});

test('a message is cut at 1,000 characters, never in the middle of one', () => {
  const text = told(new Error('😀'.repeat(1_000)));
  expect(text.length).toBeLessThanOrEqual(1_000);
  expect(text).toMatch(/^😀+…$/u);
});

describe('a ToolError', () => {
  test('is told word for word, whatever the hook says, and is final unless it says otherwise', () => {
    const error = new ToolError(`  No order 5.\n${'x'.repeat(5_000)}`);
    expect(told(error, () => 'hidden')).toBe(error.message);
    expect(error.retryable).toBe(false);
    expect(new ToolError('x', { retryable: true }).retryable).toBe(true);
  });

  test('is known when it was made by another copy of the package', () => {
    const other = Object.assign(new Error('word for word'), { [Symbol.for('everycall.ToolError')]: true });
    expect(told(other, () => 'hidden')).toBe('word for word');
  });

  test('keeps its cause to itself, and holds no stack trace', () => {
    const cause = new Error('secret');
    expect(new ToolError('x', { cause }).cause).toBe(cause);
    expect(told(new ToolError(stack, { cause }))).toBe('Error: no\nafter');
  });
});

describe('the hook', () => {
  test('is asked with the error and the call', () => {
    const error = new Error('x');
    expect(told(error, (given, { tool, callId }) => `${given === error} ${tool} ${callId}`)).toBe('true t c');
  });

  test('is bounded and can not pass on a stack trace', () => {
    expect(told('x', () => 'y'.repeat(2_000))).toHaveLength(1_000);
    expect(told('x', () => stack)).toBe('Error: no\nafter');
  });

  test('that throws, or gives no text, is passed over', () => {
    const broken = (): never => {
      throw new Error('hook');
    };
    expect(told(new Error('real'), broken)).toBe('real');
    const asynchronous = (() => Promise.reject(new Error('hook'))) as unknown as DescribeError;
    expect(told(new Error('real'), asynchronous)).toBe('real');
  });
});
