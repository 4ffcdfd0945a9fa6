/** The line before a model: at once while nothing holds it back, then in order, cancellable, bounded; under virtual time. */
import { setMaxListeners } from 'node:events';
import { jest } from '@jest/globals';
import { HeldBackError } from '../../src/activities/held-back.js';
import { ModelLine, type Pass } from '../../src/activities/model-line.js';

const { signal } = new AbortController();
setMaxListeners(0, signal);
let notes: string[];
let line: ModelLine;

beforeEach(() => {
  jest.useFakeTimers();
  notes = [];
  line = new ModelLine('model m', undefined, (level, message) => notes.push(`${level}: ${message}`));
});
afterEach(() => jest.useRealTimers());

/** Has one request refused, so that the line is closed for so long. */
function close(afterMs: number): void {
  line.refused(line.enter(signal) as Pass, afterMs);
}

test('where nothing was refused a call goes at once, without so much as a promise', () => {
  expect(line.enter(signal)).toEqual({ sentAt: expect.any(Number), tokens: 0 });
});

test('when one is told to wait the others wait, too, and go one by one in the order they came', async () => {
  close(2_000);
  const order: number[] = [];
  for (const i of [1, 2, 3, 4, 5]) void Promise.resolve(line.enter(signal)).then(() => order.push(i));
  await jest.advanceTimersByTimeAsync(1_990);
  expect(order).toEqual([]);
  expect(line.waitText()).toBe('model m: the service asks to wait 0.0 s; 5 calls wait on this worker');
  await jest.advanceTimersByTimeAsync(20);
  expect(order).toEqual([1]);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(order).toEqual([1, 2, 3, 4, 5]);
  expect(notes).toEqual(['warn: model m: the service asks to wait 2.0 s: its other calls wait, too']);
});

test('a storm of refusals is told once', () => {
  const passes = Array.from({ length: 50 }, () => line.enter(signal) as Pass);
  for (const pass of passes) line.refused(pass, 1_000);
  expect(notes).toHaveLength(1);
});

test('a cancelled call leaves the line at once and takes nobody’s place', async () => {
  close(1_000);
  const cancel = new AbortController();
  const left = line.enter(cancel.signal);
  const stays = line.enter(signal);
  cancel.abort(new Error('cancelled'));
  await expect(left).rejects.toThrow('cancelled');
  await jest.advanceTimersByTimeAsync(1_010);
  await expect(stays).resolves.toMatchObject({ tokens: 0 });
  expect(line.waiting).toBe(0);
});

test('a wait of over half a minute is not spent in the worker', async () => {
  close(40_000);
  const waits = line.enter(signal);
  await expect(waits).rejects.toThrow(HeldBackError);
  await expect(waits).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded', afterMs: 40_000 });
  expect(line.waiting).toBe(0);
});

test('a full line sends those who come back for a while', async () => {
  close(20_000);
  const waiting = Array.from({ length: 100 }, () => Promise.resolve(line.enter(signal)));
  let told: unknown;
  try {
    await line.enter(signal);
  } catch (error) {
    told = error;
  }
  expect(told).toBeInstanceOf(HeldBackError);
  expect((told as HeldBackError).afterMs).toBeGreaterThanOrEqual(5_000);
  await jest.advanceTimersByTimeAsync(60_000);
  await expect(Promise.all(waiting)).resolves.toHaveLength(100);
});

test('a wait that the service gives no length is a second', async () => {
  line.refused(line.enter(signal) as Pass);
  const waits = Promise.resolve(line.enter(signal));
  await jest.advanceTimersByTimeAsync(1_010);
  await expect(waits).resolves.toBeDefined();
});

test('faults that say nothing of the service’s room close nothing', () => {
  const pass = line.enter(signal) as Pass;
  line.failed(pass);
  expect(line.enter(signal)).not.toBeInstanceOf(Promise);
});
