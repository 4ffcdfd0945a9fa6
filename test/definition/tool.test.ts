/** What a defined tool is: its defaults, its policy in milliseconds, its bounds, what runs it. */
import { z } from 'zod';
import { defineTool, remoteTool } from '../../src/index.js';

const required = { name: 'look_up', description: 'Looks up.', parameters: z.object({}), execute: () => 'found' };

test('everything that is left out is bounded', () => {
  const tool = defineTool(required);
  expect(tool.policy).toEqual({
    name: 'look_up',
    effect: 'idempotent',
    timeoutMs: 30_000,
    deadlineMs: 120_000,
    maxParallel: 5,
    retry: { maximumAttempts: 3, initialIntervalMs: 1_000, backoffCoefficient: 2, maximumIntervalMs: 30_000 },
  });
  expect(tool.output).toEqual({ maxChars: 20_000 });
  expect(tool).toMatchObject({ kind: 'tool', name: 'look_up', description: 'Looks up.', strict: false });
});

test('durations are milliseconds or texts', () => {
  const { policy } = defineTool({ ...required, timeout: 1500, deadline: '1.5 minutes', maxWait: '1h' });
  expect(policy).toMatchObject({ timeoutMs: 1500, deadlineMs: 90_000, maxWaitMs: 3_600_000 });
});

test('a default gives way to a time that is said', () => {
  expect(defineTool({ ...required, timeout: '10m' }).policy).toMatchObject({ timeoutMs: 600_000, deadlineMs: 600_000 });
  expect(defineTool({ ...required, deadline: '10s' }).policy).toMatchObject({ timeoutMs: 10_000, deadlineMs: 10_000 });
  const slow = defineTool({ ...required, retry: { initialInterval: '1m' } }).policy.retry;
  expect(slow).toMatchObject({ initialIntervalMs: 60_000, maximumIntervalMs: 60_000 });
  const quick = defineTool({ ...required, retry: { maximumInterval: 200 } }).policy.retry;
  expect(quick).toMatchObject({ initialIntervalMs: 200, maximumIntervalMs: 200 });
});

test('what must not run twice has one attempt', () => {
  expect(defineTool({ ...required, effect: 'once' }).policy).toMatchObject({
    effect: 'once',
    retry: { maximumAttempts: 1 },
  });
});

test('a local tool is short', () => {
  const { policy } = defineTool({ ...required, effect: 'read', local: true });
  expect(policy).toMatchObject({ local: true, timeoutMs: 5_000, deadlineMs: 5_000 });
});

test('a tool of another worker has its queue and no function', () => {
  const { execute: _, ...rest } = required;
  const tool = remoteTool({ ...rest, taskQueue: 'python' });
  expect(tool.policy).toMatchObject({ taskQueue: 'python', maxWaitMs: 600_000, output: { maxChars: 20_000 } });
  expect(tool.policy.heartbeatMs).toBeUndefined();
  const more = { heartbeatTimeout: '10s', output: { maxChars: 5, maxItems: 2 } } as const;
  expect(remoteTool({ ...rest, taskQueue: 'python', ...more }).policy).toMatchObject({
    heartbeatMs: 10_000,
    output: { maxChars: 5, maxItems: 2 },
  });
  expect(remoteTool({ ...rest, taskQueue: 'python', maxWait: '1h' }).policy.maxWaitMs).toBe(3_600_000);
  expect(tool.execute).toBeUndefined();
});

test('the bounds themselves are allowed', () => {
  const retry = {
    maximumAttempts: 100,
    initialInterval: '24h',
    backoffCoefficient: 1,
    maximumInterval: '24h',
  } as const;
  const tool = defineTool({
    ...required,
    name: 'x'.repeat(64),
    timeout: '24h',
    deadline: '7d',
    maxWait: '30d',
    maxParallel: 500,
    retry,
    approval: 'never',
    output: { maxChars: 1_900_000, maxItems: 100_000 },
  });
  expect(tool.output).toEqual({ maxChars: 1_900_000, maxItems: 100_000 });
});

test('a tool can not be changed after it was defined', () => {
  expect(Object.isFrozen(defineTool(required))).toBe(true);
});

describe('context', () => {
  const tool = defineTool({ ...required, context: z.object({ userId: z.string() }) });

  test('is checked by the tool itself, which gets what its schema gives', async () => {
    const parsed = await tool.parseContext({ userId: 'u1', tenant: 't' });
    expect(parsed).toEqual({ ok: true, context: { userId: 'u1' } });
  });

  test('missing or wrong is a text with the path', async () => {
    expect(await tool.parseContext(undefined)).toEqual({
      ok: false,
      message: expect.stringMatching(/^context: .*object/),
    });
    const wrong = await tool.parseContext({ userId: 5 });
    expect(wrong).toEqual({ ok: false, message: expect.stringMatching(/^context\.userId: .*string/) });
  });

  test('without a schema there is none', async () => {
    expect(await defineTool(required).parseContext({ userId: 'u1' })).toEqual({ ok: true, context: undefined });
  });
});
