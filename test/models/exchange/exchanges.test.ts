/** Recording and replaying under real clients of the `openai` package: plain and streamed, and no key in any file. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI, { AzureOpenAI } from 'openai';
import { openExchanges } from '../../../src/models/exchange/exchanges.js';

const KEY = 'hunter2-CANARY';
const HEADER = 'tenant-CANARY';
const lines: string[] = [];
const note = (_level: string, line: string) => void lines.push(line);
let folder = '';
let server: Server;
let answer: RequestListener;
let asked = 0;
let base = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-exchanges-'));
  asked = 0;
  lines.length = 0;
  server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const plain = () => new OpenAI({ apiKey: KEY, baseURL: base, maxRetries: 0, defaultHeaders: { 'x-tenant': HEADER } });
const azure = () => new AzureOpenAI({ apiKey: KEY, endpoint: base, apiVersion: '2025-01-01', maxRetries: 0 });

/** A client whose exchanges are recorded or replayed. */
function taken<Client extends OpenAI>(client: Client, variable: string): Client {
  const exchanges = openExchanges({ [variable]: folder }, note);
  exchanges?.take(client, [KEY, HEADER]);
  exchanges?.take(client, [KEY, HEADER]);
  return client;
}
const ask = (client: OpenAI, content = 'hi') =>
  client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content }] });
const text = async (client: OpenAI) => {
  let all = '';
  const stream = await client.chat.completions.create({
    model: 'm',
    stream: true,
    messages: [{ role: 'user', content: 'hi' }],
  });
  for await (const chunk of stream) all += chunk.choices[0]?.delta.content ?? '';
  return all;
};
const json =
  (status: number, body: unknown): RequestListener =>
  (_request, response) => {
    response
      .writeHead(status, { 'content-type': 'application/json', 'set-cookie': `id=${KEY}` })
      .end(JSON.stringify(body));
  };
const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

test.each([
  ['OpenAI', plain],
  ['Azure, whose class can not be copied', azure],
])('%s: answered from the recording, once each, without a service', async (_what, make) => {
  let n = 0;
  answer = (request, response) =>
    json(200, { n: (n += 1), quoted: `api key: "${KEY}", or ${HEADER}` })(request, response);
  const recording = taken(make(), 'EVERYCALL_RECORD');
  const first = [await ask(recording), await ask(recording), await ask(recording, `my key is ${KEY}`)];
  expect(first).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }]);
  expect(asked).toBe(3);
  const files = await readdir(folder);
  expect(files).toHaveLength(3);
  for (const file of files) expect(await readFile(join(folder, file), 'utf8')).not.toMatch(/CANARY|cookie/i);

  const replaying = taken(make(), 'EVERYCALL_REPLAY');
  expect(await ask(replaying)).toMatchObject({ n: 1 });
  expect(await ask(replaying)).toMatchObject({ n: 2 });
  const over = await ask(replaying).catch((error: unknown) => error);
  expect(over).toMatchObject({ status: 400, code: 'exchange_not_recorded' });
  expect((over as Error).message).toMatch(
    /recorded 2 times \(0001-\w+\.json, 0002-\w+\.json\) and is asked for once more\. Each recorded exchange answers once in a worker process/,
  );
  const other = await ask(replaying, 'bye').catch((error: unknown) => error);
  expect((other as Error).message).toMatch(
    /nearest one is 0003-\w+\.json; they differ first at request\.body\.messages\[0\]\.content: recorded "my key is \[redacted\]", asked "bye"/,
  );
  expect(asked).toBe(3);
});

test('a key in the query is not written, wherever the service quotes it', async () => {
  answer = (request, response) => json(200, { asked: request.url, code: KEY })(request, response);
  const client = new OpenAI({ apiKey: 'none', baseURL: base, maxRetries: 0, defaultQuery: { code: KEY } });
  openExchanges({ EVERYCALL_RECORD: folder }, note)?.take(client, []);
  expect(await ask(client)).toMatchObject({ asked: expect.stringContaining(`?code=${KEY}`) as string, code: KEY });
  const [file = ''] = await readdir(folder);
  expect(await readFile(join(folder, file), 'utf8')).not.toContain('CANARY');
});

test('a stream is recorded whole and replayed as a stream', async () => {
  const sent = `${chunk('Hel')}${chunk('lo é')}data: [DONE]\n\n`;
  answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    // In two halves of a character.
    const bytes = Buffer.from(sent);
    response.write(bytes.subarray(0, bytes.indexOf(0xc3) + 1));
    setImmediate(() => response.end(bytes.subarray(bytes.indexOf(0xc3) + 1)));
  };
  expect(await text(taken(plain(), 'EVERYCALL_RECORD'))).toBe('Hello é');
  const [file = ''] = await readdir(folder);
  const { response } = JSON.parse(await readFile(join(folder, file), 'utf8')) as { response: { stream: string[] } };
  expect(response.stream.join('\n')).toBe(sent);
  server.close();
  expect(await text(taken(plain(), 'EVERYCALL_REPLAY'))).toBe('Hello é');
});

const streamed =
  (sent: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(sent);
const last = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;

test('a recorded stream answers a request that does not stream, on both APIs', async () => {
  answer = streamed(`${chunk('Hel')}${last('lo')}`);
  const recording = taken(plain(), 'EVERYCALL_RECORD');
  expect(await text(recording)).toBe('Hello');
  const body = { model: 'm', input: 'hi' };
  const response = {
    id: 'r',
    object: 'response',
    status: 'completed',
    output: [{ type: 'message', id: 'm1', content: [] }],
  };
  answer = streamed(`data: ${JSON.stringify({ type: 'response.completed', response })}\n\n`);
  for await (const event of await recording.responses.create({ ...body, stream: true })) void event;

  const replaying = taken(plain(), 'EVERYCALL_REPLAY');
  expect(await ask(replaying)).toMatchObject({ choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] });
  expect(await replaying.responses.create(body)).toMatchObject(response);
});

test('the answer that was told as it is asked for goes first, and a stream that tells a fault is named', async () => {
  const recording = taken(plain(), 'EVERYCALL_RECORD');
  answer = streamed('data: {"error":{"message":"overloaded"}}\n\n');
  await expect(text(recording)).rejects.toThrow();
  answer = json(200, { n: 2 });
  await ask(recording);
  const replaying = taken(plain(), 'EVERYCALL_REPLAY');
  expect(await ask(replaying)).toEqual({ n: 2 });
  await expect(ask(replaying)).rejects.toMatchObject({
    status: 400,
    message: expect.stringMatching(/0001-\w+\.json is a stream that tells no whole answer/) as string,
  });
});

test('a stream that was cut is not recorded, and a refusal is', async () => {
  answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk('Hel'), () => response.destroy());
  };
  const recording = taken(plain(), 'EVERYCALL_RECORD');
  await expect(text(recording)).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
  answer = json(429, { error: { message: 'slow down', code: 'rate_limit_exceeded' } });
  await expect(ask(recording)).rejects.toMatchObject({ status: 429 });
  await expect(ask(taken(plain(), 'EVERYCALL_REPLAY'))).rejects.toMatchObject({
    status: 429,
    code: 'rate_limit_exceeded',
  });
});

test('an exchange that can not be written fails nothing and is told', async () => {
  answer = json(200, { n: 1 });
  const recording = taken(plain(), 'EVERYCALL_RECORD');
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
  expect(await ask(recording)).toMatchObject({ n: 1 });
  expect(lines.at(-1)).toMatch(/^an exchange was not recorded in /);
});

test('what was there before is said', async () => {
  answer = json(200, { n: 1 });
  await ask(taken(plain(), 'EVERYCALL_RECORD'));
  openExchanges({ EVERYCALL_RECORD: folder }, note);
  expect(lines).toContain(`${folder} holds 1 exchanges already: those of this run come after them`);
});
