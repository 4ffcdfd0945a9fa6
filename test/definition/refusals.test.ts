/** Every mistake that `defineTool` refuses, each with the option and the value that its error prints. */
import { z } from 'zod';
import { defineTool, remoteTool } from '../../src/index.js';
import { refusal } from './refusal.js';

// Mistakes that the types refuse, too, are made through a loosely typed door, as JavaScript would.
const define = defineTool as unknown as (options: unknown) => unknown;
const good = { name: 'ok', description: 'd', parameters: z.object({}), execute: () => '' };
const without = (key: string): object => Object.fromEntries(Object.entries(good).filter(([name]) => name !== key));

const cases: [what: string, options: object, option: string, printed: string][] = [
  ['a name with a dot', { name: 'a.b' }, 'name', '"a.b"'],
  ['an empty name', { name: '' }, 'name', '""'],
  ['a name of 65 characters', { name: 'x'.repeat(65) }, 'name', 'xxx'],
  ['a name that is no text', { name: 5 }, 'name', '5'],
  ['the catch-all of Temporal', { name: 'default' }, 'name', '"default"'],
  ['an activity of ours', { name: 'callModel' }, 'name', '"callModel"'],
  ['a name of the SDK', { name: '__temporal_x' }, 'name', '"__temporal_x"'],
  ['a blank description', { description: ' ' }, 'description', '" "'],
  ['an endless description', { description: 'd'.repeat(10_001) }, 'description', 'ddd'],
  ['half a character', { description: 'half \ud800' }, 'description', '"half \\ud800"'],
  ['no way to run', { execute: undefined }, 'execute', 'undefined'],
  ['execute that is no function', { execute: 'x' }, 'execute', '"x"'],
  ['an unknown effect', { effect: 'twice' }, 'effect', '"twice"'],
  ['a duration that is none', { timeout: 'banana' }, 'timeout', '"banana"'],
  ['a timeout of nothing', { timeout: 0 }, 'timeout', '0'],
  ['a negative timeout', { timeout: '-5s' }, 'timeout', '"-5s"'],
  ['an endless timeout', { timeout: Infinity }, 'timeout', 'Infinity'],
  ['a timeout over 24 hours', { timeout: '25h' }, 'timeout', '"25h"'],
  ['a deadline over 7 days', { deadline: '8d' }, 'deadline', '"8d"'],
  ['a deadline under the timeout', { timeout: '1m', deadline: '59s' }, 'deadline', '"59s"'],
  ['a wait of nothing', { maxWait: 0 }, 'maxWait', '0'],
  ['no parallel call', { maxParallel: 0 }, 'maxParallel', '0'],
  ['half a call', { maxParallel: 1.5 }, 'maxParallel', '1.5'],
  ['501 parallel calls', { maxParallel: 501 }, 'maxParallel', '501'],
  ['no attempt (without end, to Temporal)', { retry: { maximumAttempts: 0 } }, 'retry.maximumAttempts', '0'],
  ['101 attempts', { retry: { maximumAttempts: 101 } }, 'retry.maximumAttempts', '101'],
  ['a pause of nothing', { retry: { initialInterval: 0 } }, 'retry.initialInterval', '0'],
  ['a shrinking pause', { retry: { backoffCoefficient: 0.5 } }, 'retry.backoffCoefficient', '0.5'],
  ['NaN', { retry: { backoffCoefficient: NaN } }, 'retry.backoffCoefficient', 'NaN'],
  ['pauses upside down', { retry: { initialInterval: '9s', maximumInterval: '8s' } }, 'retry.maximumInterval', '"8s"'],
  ['a pause that is none', { retry: { maximumInterval: 'soon' } }, 'retry.maximumInterval', '"soon"'],
  ['retry that is no object', { retry: 3 }, 'retry', '3'],
  [
    'retry of what must not repeat',
    { effect: 'once', retry: { maximumAttempts: 1 } },
    'retry',
    '{"maximumAttempts":1}',
  ],
  ['an approval of another name', { approval: 'sometimes' }, 'approval', '"sometimes"'],
  ['an approval of a local tool', { approval: 'always', local: true, effect: 'read' }, 'approval', '"always"'],
  ['a deadline without an approval', { approvalDeadline: '1h' }, 'approvalDeadline', '"1h"'],
  ['an endless approval', { approval: 'always', approvalDeadline: '31d' }, 'approvalDeadline', '"31d"'],
  ['another default', { approval: 'always', approvalDefault: 'ask' }, 'approvalDefault', '"ask"'],
  ['a local tool with an effect', { local: true }, 'effect', 'undefined'],
  ['a slow local tool', { local: true, effect: 'read', deadline: '6s' }, 'deadline', '"6s"'],
  ['a local tool with slow attempts', { local: true, effect: 'read', timeout: '6s' }, 'timeout', '"6s"'],
  ['local that is no boolean', { local: 'yes' }, 'local', '"yes"'],
  ['strict that is no boolean', { strict: 1 }, 'strict', '1'],
  ['no output', { output: { maxChars: 0 } }, 'output.maxChars', '0'],
  ['an output over a payload', { output: { maxChars: 1_900_001 } }, 'output.maxChars', '1900001'],
  ['no items', { output: { maxItems: 0 } }, 'output.maxItems', '0'],
  ['a context that is no schema', { context: { userId: 'u' } }, 'context', '{"userId":"u"}'],
];

test.each(cases)('refuses %s', (_what, options, option, printed) => {
  const error = refusal(() => define({ ...good, ...options }));
  expect(error.option).toBe(option);
  expect(error.message).toContain(`${option}: expected `);
  expect(error.message).toContain(printed);
  expect(error.message).not.toContain('\n');
  expect(error.message.length).toBeLessThan(1_500);
});

test.each([
  [{ timeOut: '5s' }, 'there is no option "timeOut"; did you mean "timeout"? The options are name, '],
  [{ retry: { attempts: 2 } }, 'there is no option "retry.attempts". The options of retry are maximumAttempts, '],
])('refuses the misspelt option of %j', (options, words) => {
  expect(refusal(() => define({ ...good, ...options })).message).toContain(words);
});

const remoteCases: [what: string, options: object, option: string][] = [
  ['an empty task queue', { taskQueue: '' }, 'taskQueue'],
  // Temporal's core can't decode it, and ends the worker.
  ['a task queue of half a character', { taskQueue: 'half\ud800' }, 'taskQueue'],
  ['a task queue with a control character', { taskQueue: 'a\u0000b' }, 'taskQueue'],
  ['a local tool elsewhere', { taskQueue: 'q', local: true }, 'local'],
  ['two ways to run', { taskQueue: 'q', execute: () => '' }, 'execute'],
  ['no task queue', {}, 'taskQueue'],
  ['no silence at all', { taskQueue: 'q', heartbeatTimeout: 0 }, 'heartbeatTimeout'],
  ['a summary that nobody makes', { taskQueue: 'q', output: { summarize: true } }, 'output.summarize'],
  ['a context that would never arrive', { taskQueue: 'q', context: z.object({}) }, 'context'],
];
test.each(remoteCases)('refuses %s', (_what, options, option) => {
  const remote = remoteTool as unknown as (given: unknown) => unknown;
  expect(refusal(() => remote({ ...without('execute'), ...options })).option).toBe(option);
});

test.each([undefined, null, 'x', []])('refuses options that are %p', (options) => {
  expect(refusal(() => define(options)).option).toBe('options');
});

test('the error names what was defined and how to mend it, and keeps its data', () => {
  const error = refusal(() => define({ ...good, effect: 'once', retry: {} }));
  expect(error).toMatchObject({ name: 'DefinitionError', kind: 'tool', defined: 'ok', option: 'retry', value: {} });
  expect(error.message).toBe(
    `tool "ok": retry: expected none beside effect: 'once', which has one attempt in every case, got {}. ` +
      `Leave retry out, or use effect: 'idempotent' and the idempotencyKey.`,
  );
});

test('a value that can not be printed is still refused by a DefinitionError', () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;
  expect(refusal(() => define({ ...good, maxParallel: loop })).message).toContain('[object that is not JSON]');
  expect(refusal(() => define({ ...good, maxParallel: 5n })).message).toContain('got 5n');
});
