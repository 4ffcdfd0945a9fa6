import { outliveRejections, rejectionText, stopWorker } from '../../src/cli/serve.js';
import { onSignals } from '../../src/cli/interrupts.js';

const agents = [] as const;
const fetched = { queries: 0, bytes: 0 } as never;

test('a worker that stops is waited for; one that never does is left after its grace', async () => {
  const never = new Promise<void>(() => {});
  const stops = { stopped: Promise.resolve(), shutdown: () => Promise.resolve(), fetched };
  await expect(stopWorker(stops, { agents })).resolves.toBe(true);
  const hangs = { stopped: never, shutdown: () => never, fetched };
  await expect(stopWorker(hangs, { agents, shutdownGraceMs: -5_000 })).resolves.toBe(false);
});

test('signals are counted, and given back', () => {
  const seen: string[] = [];
  const before = process.listenerCount('SIGUSR2');
  const release = onSignals(
    ['SIGUSR2'],
    () => seen.push('first'),
    () => seen.push('second'),
  );
  for (let i = 0; i < 3; i++) process.emit('SIGUSR2');
  release();
  expect(seen).toEqual(['first', 'second', 'second']);
  expect(process.listenerCount('SIGUSR2')).toBe(before);
});

test('a rejection that nobody awaited is told in a line, and given back to Node', () => {
  const before = process.listenerCount('unhandledRejection');
  const release = outliveRejections();
  expect(process.listenerCount('unhandledRejection')).toBe(before + 1);
  release();
  expect(process.listenerCount('unhandledRejection')).toBe(before);

  const line = rejectionText(new Error(`lost\nhalf \ud800 ${'x'.repeat(9_000)}`), {});
  expect(line).toMatch(/^a promise that nobody awaited was rejected, serving goes on: lost half \ufffd x+… \(EVERY/);
  expect(line.length).toBeLessThan(600);
  expect(rejectionText(new Error('lost'), { EVERYCALL_DEBUG: '1' })).toMatch(/goes on: lost\nError: lost\n +at /);
});

test('no rejection ends the worker by having no text', () => {
  const hostile = Object.create(Error.prototype, {
    message: { get: () => refuse() },
    stack: { get: () => refuse() },
  });
  for (const reason of [undefined, null, Object.create(null), hostile]) {
    for (const debug of ['0', '1']) expect(rejectionText(reason, { EVERYCALL_DEBUG: debug })).toContain('goes on');
  }
});

function refuse(): never {
  throw new Error('no getter is safe');
}
