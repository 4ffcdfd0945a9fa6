import { DefinitionError } from '../../src/index.js';
import { CommandError, UsageError } from '../../src/cli/command-error.js';
import { failureOf } from '../../src/cli/fail.js';

const quiet = {};

test.each([
  [new UsageError('the text is empty'), 2, 'everycall: the text is empty'],
  [new CommandError('the server ended'), 1, 'everycall: the server ended'],
  [
    new DefinitionError({ kind: 'agent', name: 'a', option: 'model', value: 3, expected: 'a text' }),
    2,
    'everycall: agent "a": model: expected a text, got 3',
  ],
  [new TypeError('x is no function'), 1, 'everycall: TypeError: x is no function (EVERYCALL_DEBUG=1 shows where)'],
  ['thrown text', 1, 'everycall: Error: thrown text (EVERYCALL_DEBUG=1 shows where)'],
  [undefined, 1, 'everycall: Error: undefined (EVERYCALL_DEBUG=1 shows where)'],
])('%p is one line', (error, code, line) => {
  expect(failureOf(error, quiet)).toEqual({ line, code });
});

test('an error of the server is told in the words of the server', () => {
  const grpc = Object.assign(new Error('5 NOT_FOUND: Namespace x is not found.'), {
    code: 5,
    details: 'Namespace x is not found.',
  });
  const wrapped = new Error('Failed to start Workflow', { cause: grpc });
  expect(failureOf(wrapped, quiet)).toEqual({
    line: 'everycall: the Temporal server says: Namespace x is not found.',
    code: 1,
  });
});

test('a missing peer is named with the command that installs it', () => {
  const error = Object.assign(new Error("Cannot find package '@temporalio/worker' imported from x.js"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  expect(failureOf(error, quiet).line).toBe(
    'everycall: the package @temporalio/worker is not installed: npm install @temporalio/worker',
  );
});

test('no line obeys what stands in a message, and each is a single one', () => {
  expect(failureOf(new UsageError('a\nb\u0007\u001b[31mc'), quiet).line).toBe('everycall: a b c');
});

test('EVERYCALL_DEBUG=1 shows the stack, also of the cause', () => {
  const error = new UsageError('bad', { cause: new RangeError('deeper') });
  const { line, code } = failureOf(error, { EVERYCALL_DEBUG: '1' });
  expect(code).toBe(2);
  expect(line).toMatch(/UsageError: bad\n +at [\s\S]*caused by RangeError: deeper\n +at /);
});
