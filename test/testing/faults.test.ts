/** Faults of the connection, and which requests a plan strikes. */
import { faultPlan } from '../../src/testing/fault-plan.js';
import { say } from '../../src/testing/reply.js';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../../src/testing/scripted-model.js';

let server: ScriptedModel;
const start = async (
  faults: ScriptedModelOptions['faults'],
  more: Partial<ScriptedModelOptions> = {},
): Promise<void> => {
  server = await scriptedModel({ script: [say('hello')], faults: faults ?? [], ...more });
};
afterEach(() => server.close());

const ask = (signal?: AbortSignal, more = {}): Promise<Response> =>
  fetch(`${server.baseURL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer k' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], ...more }),
    ...(signal && { signal }),
  });
const text = async (response: Promise<Response>): Promise<string> => (await response).text();

test('reset: no answer begins, and it is not the client that left', async () => {
  await start([{ on: 1, fault: { reset: true } }]);
  await expect(ask()).rejects.toThrow('fetch failed');
  expect(await server.requestClosed(1)).toMatchObject({ fault: 'reset', aborted: false });
  expect(server.requests[0]?.status).toBeUndefined();
  expect(await text(ask())).toContain('hello');
});

test('cutAfterBytes: the body breaks off, and the reply is kept for the next request', async () => {
  await start([{ on: 1, fault: { cutAfterBytes: 20 } }]);
  const response = await ask();
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
  expect(await server.requestClosed(1)).toMatchObject({ fault: 'cutAfterBytes', status: 200, aborted: false });
  expect(await text(ask())).toContain('hello');
});

test('cutAfterBytes in a stream: what came before is readable', async () => {
  await start([{ on: 1, fault: { cutAfterBytes: 300 } }]);
  const response = await ask(undefined, { stream: true });
  let seen = 0;
  const read = async (): Promise<void> => {
    for await (const bytes of response.body ?? []) seen += (bytes as Uint8Array).length;
  };
  await expect(read()).rejects.toThrow('terminated');
  expect(seen).toBe(300);
});

test('malformed: HTTP says that the body is whole, but it is no JSON', async () => {
  await start([{ on: 1, fault: { malformed: true } }]);
  const body = await text(ask());
  expect(body).toMatch(/^\{"id":/);
  expect(() => JSON.parse(body)).toThrow(SyntaxError);
  expect(await text(ask())).toContain('hello');
});

test('hang: nothing comes until the client leaves', async () => {
  await start([{ on: 1, fault: { hang: true } }]);
  const leave = new AbortController();
  const response = ask(leave.signal);
  await server.requestArrived(1);
  leave.abort();
  await expect(response).rejects.toThrow('aborted');
  expect(await server.requestClosed(1)).toMatchObject({ fault: 'hang', aborted: true });
});

test.each([
  ['delayMs', [{ on: 1, fault: { delayMs: 3_600_000 } }], {}],
  ['latencyMs', [], { latencyMs: 3_600_000 }],
])('%s: the request is open for as long, and the client may leave', async (_name, faults, more) => {
  await start(faults, more);
  const leave = new AbortController();
  const response = ask(leave.signal);
  await server.requestArrived(1);
  leave.abort();
  await expect(response).rejects.toThrow('aborted');
  const entry = await server.requestClosed(1);
  expect([entry.aborted, entry.status]).toEqual([true, undefined]);
});

test('delayMs and latencyMs: the answer comes in the end', async () => {
  await start([{ on: 1, fault: { delayMs: 1 } }], { latencyMs: 1 });
  expect(await text(ask())).toContain('hello');
  expect(server.requests).toMatchObject([{ fault: 'delayMs', status: 200 }]);
});

test('a status of its own, with text and headers', async () => {
  await start([
    { on: 1, fault: { status: 502, body: '<html>bad gateway</html>', headers: { 'content-type': 'text/html' } } },
  ]);
  const response = await ask();
  expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
  expect(await response.text()).toBe('<html>bad gateway</html>');
});

test('a plan: one request, every one, those of a function; the first rule that is not used up strikes', async () => {
  await start([]);
  const plan = faultPlan([
    { on: 2, fault: { status: 502 } },
    { on: (number) => number % 2 === 0, fault: { status: 503 } },
    { on: 'every', fault: { status: 500, times: 2 } },
  ]);
  const struck = [1, 2, 3, 4, 5, 6].map((number) => plan.strike(number));
  expect(struck.map((fault) => fault && 'status' in fault && fault.status)).toEqual([
    500,
    502,
    500,
    503,
    undefined,
    503,
  ]);
});

test('play: another script and plan, whose requests are counted from there; what is not given goes on', async () => {
  await start([{ on: 'every', fault: { status: 500, times: 1 } }], { script: [say('one'), say('two')] });
  const shown = async (): Promise<string> => /one|two|three|four|error/.exec(await text(ask()))?.[0] ?? '';
  expect([await shown(), await shown()]).toEqual(['error', 'one']);
  server.play({ script: [say('three'), say('four')] });
  expect([await shown()]).toEqual(['three']);
  server.play({ faults: [{ on: 1, fault: { status: 503 } }] });
  expect([await shown(), await shown()]).toEqual(['error', 'four']);
  expect(server.requests.map(({ status }) => status)).toEqual([500, 200, 200, 503, 200]);
});
