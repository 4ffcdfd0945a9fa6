import { stopWorker } from '../../src/cli/serve.js';
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
