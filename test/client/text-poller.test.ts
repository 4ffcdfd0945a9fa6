import { jest } from '@jest/globals';
import { TextPoller, type SeenPreview } from '../../src/client/text-poller.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A poller of a server that tells the text of step 1, and the times at which it was asked. */
function polled() {
  const began = Date.now();
  const server = { tail: '', fails: false, looks: [] as number[] };
  const poller = new TextPoller((): Promise<ReadonlyMap<number, SeenPreview>> => {
    server.looks.push(Date.now() - began);
    if (server.fails) return Promise.reject(new Error('away'));
    const preview = { id: 'a', attempt: 1, offset: 0, tail: server.tail };
    return Promise.resolve(new Map(server.tail ? [[1, { preview, at: 1 }]] : []));
  });
  return { server, poller };
}

test('asks ten times a second for 10 s, then once a second, and quickly again when the text begins', async () => {
  const { server, poller } = polled();
  const watch = poller.watch(1, () => undefined);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(server.looks).toHaveLength(100);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(server.looks).toHaveLength(110);
  server.tail = 'x';
  await jest.advanceTimersByTimeAsync(2_000);
  expect(server.looks.length).toBeGreaterThan(120);
  watch.close();
});

test('all watchers of a run are served by the same looks, and none is made once they left', async () => {
  const { server, poller } = polled();
  const told: string[] = [];
  const watches = ['one', 'two', 'three'].map((name) => poller.watch(1, () => told.push(name)));
  server.tail = 'hello';
  await jest.advanceTimersByTimeAsync(100);
  expect(server.looks).toEqual([100]);
  expect(told).toEqual(['one', 'two', 'three']);
  expect(poller.watch(1, () => undefined).known?.text).toBe('hello');
  await jest.advanceTimersByTimeAsync(100);
  // Nothing new, nobody told.
  expect(told).toHaveLength(3);
  watches.forEach((watch) => watch.close());
  expect(poller.idle).toBe(false);
});

test('nobody watches, nobody asks: not even when the watch ends while the server is asked', async () => {
  let looks = 0;
  let answer: () => void = () => undefined;
  const poller = new TextPoller(async () => {
    looks += 1;
    await new Promise<void>((resolve) => (answer = resolve));
    return new Map();
  });
  const watch = poller.watch(1, () => undefined);
  await jest.advanceTimersByTimeAsync(100);
  watch.close();
  answer();
  await jest.advanceTimersByTimeAsync(60_000);
  expect({ looks, idle: poller.idle }).toEqual({ looks: 1, idle: true });
});

test('a server that fails is asked again a second later', async () => {
  const { server, poller } = polled();
  const watch = poller.watch(1, () => undefined);
  server.fails = true;
  await jest.advanceTimersByTimeAsync(2_200);
  expect(server.looks).toEqual([100, 1_100, 2_100]);
  server.fails = false;
  server.tail = 'back';
  await jest.advanceTimersByTimeAsync(1_000);
  expect(watch.known?.text).toBe('back');
  watch.close();
});
