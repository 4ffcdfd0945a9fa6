/** The log: what it says of a request from arrival to end, who left first, its bounds, and its file. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectValid } from '../../src/testing/expect-valid.js';
import { readRequestLog } from '../../src/testing/log-file.js';
import { call, say } from '../../src/testing/reply.js';
import { RequestNotSeenError } from '../../src/testing/request-log.js';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../../src/testing/scripted-model.js';

let server: ScriptedModel;
const start = async (options: Partial<ScriptedModelOptions> = {}): Promise<void> => {
  server = await scriptedModel({ script: () => say('ok'), ...options });
};
afterEach(() => server.close());

const ask = (content = 'hi', signal?: AbortSignal, more = {}): Promise<Response> =>
  fetch(`${server.baseURL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-secret', 'x-trace': '7' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content }], ...more }),
    ...(signal && { signal }),
  });
const asked = async (content?: string, more = {}): Promise<string> => (await ask(content, undefined, more)).text();

test('an answered request, without its credentials', async () => {
  await start();
  await asked('hello');
  const entry = await server.requestClosed(1);
  expect(entry).toMatchObject({
    number: 1,
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { 'x-trace': '7' },
    body: { model: 'm', messages: [{ role: 'user', content: 'hello' }] },
    status: 200,
    aborted: false,
    openMs: expect.any(Number),
  });
  expect(entry).toBe(server.requests[0]);
  expect(JSON.stringify(server.requests)).not.toContain('sk-secret');
});

test('a client that leaves before the answer is aborted; its reply is left for the next', async () => {
  await start({ script: [call('f'), say('second')] });
  server.hold();
  const leave = new AbortController();
  const gone = ask('hi', leave.signal);
  const entry = await server.requestArrived(1);
  expect([entry.aborted, entry.openMs]).toEqual([false, undefined]);
  leave.abort();
  await expect(gone).rejects.toThrow('aborted');
  expect(await server.requestClosed(1)).toMatchObject({ aborted: true });
  expect(server.requests[0]?.status).toBeUndefined();

  const waits = asked();
  await server.requestArrived(2);
  server.release();
  expect(await waits).toContain('"name":"f"');
  expect(await server.requestClosed(2)).toMatchObject({ aborted: false, status: 200 });
  expect(await asked()).toContain('second');
});

test('a client that leaves while its script thinks is aborted, and the late reply goes nowhere', async () => {
  let think: (reply: ReturnType<typeof say>) => void = () => undefined;
  await start({
    script: (_request, { number }) => (number === 1 ? new Promise((resolve) => (think = resolve)) : say('ok')),
  });
  const leave = new AbortController();
  const gone = ask('hi', leave.signal);
  await server.requestArrived(1);
  leave.abort();
  await expect(gone).rejects.toThrow('aborted');
  const entry = await server.requestClosed(1);
  think(say('late'));
  // A whole request later, the late reply has gone its way.
  await asked();
  expect(entry).toMatchObject({ aborted: true });
  expect(entry.status).toBeUndefined();
});

test('held requests go together', async () => {
  await start();
  server.hold();
  const all = [asked('a'), asked('b'), asked('c')];
  await Promise.all([1, 2, 3].map((number) => server.requestArrived(number)));
  expect(server.requests.every(({ status }) => status === undefined)).toBe(true);
  server.release();
  await Promise.all(all);
  expect(await asked()).toContain('ok');
});

test('closing ends open requests at once, which is no abort of theirs, and ends all waiting', async () => {
  await start();
  server.hold();
  const open = ask();
  const failed = expect(open).rejects.toThrow('fetch failed');
  await server.requestArrived(1);
  const never = server.requestArrived(2);
  const closing = server.close();
  await failed;
  await closing;
  expect(server.requests[0]).toMatchObject({ aborted: false, openMs: expect.any(Number) });
  await expect(never).rejects.toThrow(RequestNotSeenError);
});

test('the log is bounded in requests, and refusals that it let go are still judged', async () => {
  await start({ maxRequests: 2 });
  await asked('a', { messages: [] });
  for (const content of ['b', 'c', 'd']) await asked(content);
  expect(server.requests.map(({ number }) => number)).toEqual([3, 4]);
  await expect(server.requestArrived(1)).rejects.toThrow('request 1 was not seen: the log no longer holds it');
  expect(() => expectValid(server)).toThrow('1 of 4 requests were refused:\n  and 1 more');
});

test('the log is bounded in bytes: the oldest bodies go first, the newest stays', async () => {
  await start({ maxLogBytes: 150 });
  for (const content of ['a', 'b', 'c']) await asked(content);
  expect(server.requests.map(({ body }) => body !== undefined)).toEqual([false, true, true]);
  await asked('x'.repeat(500));
  expect(server.requests.map(({ body }) => body !== undefined)).toEqual([false, false, false, true]);
});

test('a port that is taken is an error', async () => {
  await start();
  await expect(scriptedModel({ script: [], port: server.port })).rejects.toThrow('EADDRINUSE');
});

describe('the log as a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'everycall-log-'));
  const logFile = join(folder, 'requests.jsonl');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('says the same as the log, and holds an answer before its client can have read it', async () => {
    await start({ logFile });
    await asked('a');
    expect(readRequestLog(logFile)).toMatchObject([{ number: 1, status: 200 }]);
    await asked('b', { tool_choice: 'none' });
    server.hold();
    const open = asked('c').catch(() => undefined);
    await server.requestArrived(3);
    expect(readRequestLog(logFile)[2]).toEqual(server.requests[2]);
    await server.close();
    await open;
    expect(readRequestLog(logFile)).toEqual(server.requests);
    expect(() => expectValid({ requests: readRequestLog(logFile) })).toThrow('#2 POST /v1/chat/completions 400 C12');
    expect(readFileSync(logFile, 'utf8')).not.toContain('sk-secret');
  });

  test('a last line that a killed process left unfinished is passed over', () => {
    const before = readRequestLog(logFile);
    appendFileSync(logFile, '{"event":"arri');
    expect(readRequestLog(logFile)).toEqual(before);
  });
});
