/** Fetching a history against a service in memory: pages, long poll, outages and aborts. */
import type { ConnectionLike } from '@temporalio/client';
import { fetchEvents, type FetchOptions } from '../../src/history/fetch-events.js';

type Request = { nextPageToken?: Uint8Array | null; maximumPageSize?: number | null; waitNewEvent?: boolean | null };
type Page = { events: number[]; next?: string };

class GrpcFault extends Error {
  constructor(
    readonly code: number,
    message = 'fault',
  ) {
    super(message);
  }
}

const text = new TextDecoder();
const bytes = new TextEncoder();

/** A connection whose service answers by a script, a step for each request. */
function serving(...script: (Page | Error | ((request: Request, signal: AbortSignal) => Promise<Page>))[]) {
  const requests: { token: string; size: number; wait: boolean }[] = [];
  let signal = new AbortController().signal;
  const getWorkflowExecutionHistory = async (request: Request) => {
    requests.push({
      token: text.decode(request.nextPageToken ?? undefined),
      size: request.maximumPageSize ?? 0,
      wait: request.waitNewEvent ?? false,
    });
    const step = script[requests.length - 1];
    if (step === undefined) throw new Error(`request ${requests.length} was not expected`);
    if (step instanceof Error) throw step;
    const page = typeof step === 'function' ? await step(request, signal) : step;
    return {
      history: { events: page.events.map((eventId) => ({ eventId })) },
      nextPageToken: bytes.encode(page.next ?? ''),
    };
  };
  const connection = {
    workflowService: { getWorkflowExecutionHistory },
    withDeadline: (_deadline: number, run: () => unknown) => run(),
    withAbortSignal: (own: AbortSignal, run: () => unknown) => {
      signal = own;
      return run();
    },
  } as unknown as ConnectionLike;
  return { requests, source: { connection, namespace: 'default', turnId: 'turn-1', runId: 'run-1' } };
}

async function collect(server: ReturnType<typeof serving>, options?: FetchOptions): Promise<number[]> {
  const ids: number[] = [];
  for await (const event of fetchEvents(server.source, options)) ids.push(Number(event.eventId));
  return ids;
}

test('pages are small and follow each other by token', async () => {
  const server = serving({ events: [1, 2], next: 'p2' }, { events: [3] });
  expect(await collect(server)).toEqual([1, 2, 3]);
  expect(server.requests).toEqual([
    { token: '', size: 100, wait: false },
    { token: 'p2', size: 100, wait: false },
  ]);
});

test('following waits through empty polls until the run is closed', async () => {
  const server = serving({ events: [1], next: 'a' }, { events: [], next: 'b' }, { events: [2] });
  expect(await collect(server, { follow: true })).toEqual([1, 2]);
  expect(server.requests.every(({ wait }) => wait)).toBe(true);
});

test.each([4, 8, 10, 14])('a passing fault (code %d) is waited for, and no event is given twice', async (code) => {
  const server = serving({ events: [1, 2], next: 'a' }, new GrpcFault(code), new GrpcFault(code), { events: [2, 3] });
  expect(await collect(server, { follow: true })).toEqual([1, 2, 3]);
});

test('an outage is waited for no longer than told', async () => {
  const server = serving({ events: [1], next: 'a' }, new GrpcFault(14), new GrpcFault(14));
  await expect(collect(server, { outageMs: -1 })).rejects.toMatchObject({ code: 14 });
  expect(server.requests).toHaveLength(2);
});

test('a fault that does not pass is thrown at once', async () => {
  const server = serving(new GrpcFault(5, 'not found'));
  await expect(collect(server)).rejects.toMatchObject({ code: 5 });
  expect(server.requests).toHaveLength(1);
});

test('a page token that a restarted server refuses: it begins again and passes over what was given', async () => {
  const server = serving({ events: [1, 2], next: 'old' }, new GrpcFault(3, 'invalid token'), { events: [1, 2, 3] });
  expect(await collect(server)).toEqual([1, 2, 3]);
  expect(server.requests[2]?.token).toBe('');
});

test('a token that is refused again without any progress is an error', async () => {
  const refused = new GrpcFault(3, 'invalid token');
  const server = serving({ events: [1], next: 'a' }, refused, { events: [1], next: 'a' }, refused);
  await expect(collect(server)).rejects.toBe(refused);
});

test('a page over the limit of the connection is asked for in smaller ones', async () => {
  const tooLarge = new GrpcFault(8, 'Received message larger than max (5000000 vs. 4194304)');
  const server = serving(tooLarge, tooLarge, { events: [1] });
  expect(await collect(server)).toEqual([1]);
  expect(server.requests.map(({ size }) => size)).toEqual([100, 10, 1]);
});

test('an abort ends a waiting poll at once, with its own reason, and the request with it', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  let request: AbortSignal | undefined;
  const server = serving({ events: [1], next: 'a' }, (_request, signal) => {
    request = signal;
    queueMicrotask(() => controller.abort(reason));
    return new Promise<Page>(() => {});
  });
  await expect(collect(server, { follow: true, signal: controller.signal })).rejects.toBe(reason);
  expect(request?.aborted).toBe(true);
});
