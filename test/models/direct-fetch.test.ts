/** Requests without fetch's web layers are answered and fail as fetch's are, each of these by both, over real HTTP. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import OpenAI from 'openai';
import { directFetch } from '../../src/models/direct-fetch.js';
import { globalDispatcher } from '../../src/models/global-dispatcher.js';
import { patientFetch } from '../../src/models/patient-fetch.js';
import { ownClient } from '../../src/models/provider-client.js';

type Fetch = typeof fetch;

const TEXT = JSON.stringify({ said: 'äöü 漢字 '.repeat(50) });
const HALF = Buffer.from(TEXT).subarray(0, 100);
/** What the server does at a path. */
const SERVES: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => unknown>> = {
  '/json': (response) => response.setHeader('content-type', 'application/json').end(TEXT),
  '/echo': async (response, { method, headers, url }) => {
    const { authorization, 'content-type': type, 'content-length': bytes, 'x-twice': twice } = headers;
    response.end(JSON.stringify({ method, url, authorization, type, bytes, twice }));
  },
  '/missing': (response) => response.writeHead(404).end('no such thing'),
  '/busy': (response) => response.writeHead(503, { 'retry-after': '7' }).end(),
  '/nothing': (response) => response.writeHead(204).end(),
  '/unchanged': (response) => response.writeHead(304, { location: '/json' }).end(),
  '/moved': (response) => response.writeHead(307, { location: '/echo?moved' }).end('elsewhere'),
  '/lost': (response) => response.writeHead(302).end('nowhere'),
  '/worked': (response) => response.writeHead(303, { location: '/echo?worked' }).write('see there'),
  '/worked-long-ago': (response) => response.writeHead(302, { location: 'echo' }).end(),
  '/moved-away': (response, { headers }) =>
    response.writeHead(308, { location: `http://localhost:${headers.host!.split(':')[1]}/echo` }).end(),
  '/moved-nowhere': (response) => response.writeHead(307, { location: 'mailto:me' }).end(),
  '/moved-with-password': (response) => response.writeHead(303, { location: 'http://me:secret@127.0.0.1/' }).end(),
  '/gzip-often': (response) =>
    response.setHeader('content-encoding', Array.from({ length: 100 }, () => 'gzip').join(', ')).end(gzipSync(TEXT)),
  '/cookies': (response) => response.setHeader('set-cookie', ['a=1', 'b=2']).end('two'),
  '/latin': (response) => response.writeHead(200, { 'x-name': Buffer.from('漢').toString('latin1') }).end(TEXT),
  '/gzip': (response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(TEXT)),
  '/deflate': (response) => response.setHeader('content-encoding', 'deflate').end(deflateSync(TEXT)),
  '/raw-deflate': (response) => response.setHeader('content-encoding', 'deflate').end(deflateRawSync(TEXT)),
  '/br': (response) => response.setHeader('content-encoding', 'BR').end(brotliCompressSync(TEXT)),
  '/both': (response) => response.setHeader('content-encoding', 'deflate, gzip').end(gzipSync(deflateSync(TEXT))),
  '/unzipped': (response) => response.setHeader('content-encoding', 'gzip').end('this is no gzip'),
  '/half-zipped': (response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(TEXT).subarray(0, 60)),
  '/twice-coded': (response) =>
    response
      .writeHead(
        200,
        [
          ['content-encoding', 'deflate'],
          ['content-encoding', 'gzip'],
        ].flat(),
      )
      .end(gzipSync(deflateSync(TEXT))),
  '/zipped-error': (response) =>
    response.writeHead(429, { 'retry-after': '9', 'content-encoding': 'gzip' }).end(gzipSync(TEXT)),
  '/unknown-coding': (response) => response.setHeader('content-encoding', 'rot13').end('grkg'),
  '/cut': (response) => response.writeHead(200).write(HALF, () => response.destroy()),
  '/cut-short': (response) =>
    response.writeHead(200, { 'content-length': TEXT.length }).write(HALF, () => response.destroy()),
  '/hung-up': (response) => response.destroy(),
  '/no-http': (response) => response.socket?.end('this is no HTTP\r\n\r\n'),
  '/waits': () => undefined,
  '/begins': (response) => response.writeHead(200).write(HALF),
  '/slow-body/chat/completions': async (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write(' ');
    await setTimeoutPromise(1_300);
    response.end('{"id": "late"}');
  },
  '/endless-error': (response) => {
    response.writeHead(503, { 'retry-after': '3' });
    Readable.from(forever()).pipe(response);
  },
};
/** They never end, or fetch takes them for faults without a status. */
const UNLIKE_FETCH = [
  '/waits',
  '/begins',
  '/moved-nowhere',
  '/moved-with-password',
  '/gzip-often',
  '/endless-error',
  '/slow-body/chat/completions',
];

function* forever() {
  for (;;) yield Buffer.alloc(64_000);
}
const abortSoon = (controller: AbortController) => setTimeout(() => controller.abort(), 20);
const server = createServer((request, response) => void SERVES[request.url!.replace(/\?.*/, '')]!(response, request));
let base = '';
let closedPort = 0;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  const closed = createServer().listen(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(closed, 'listening')]);
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closedPort = (closed.address() as AddressInfo).port;
  await new Promise((resolve) => closed.close(resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** All that a caller can tell of a request. */
async function toldOf(ask: Fetch, url: string, init?: RequestInit): Promise<unknown> {
  try {
    const response = await ask(url, init);
    const { status, ok } = response;
    const headers = ['content-type', 'retry-after', 'location', 'x-name'].map((name) => response.headers.get(name));
    const cookies = response.headers.getSetCookie();
    return { status, ok, headers, cookies, bodiless: response.body === null, text: await response.text() };
  } catch (error) {
    // The message says where it failed, `fetch failed` or `terminated`: a direct answer is read before it is given.
    const { name, cause } = error as Error & { cause?: { name: string; code?: string } };
    return { name, cause: cause && [cause.name, cause.code] };
  }
}

const direct = () => directFetch(fetch, 300);
const post = { method: 'POST', headers: { authorization: 'Bearer k', 'content-type': 'a/b' }, body: TEXT };

test("tests have the process's dispatcher", () => {
  expect(globalDispatcher()).toBeDefined();
});

test.each(Object.keys(SERVES).filter((path) => !UNLIKE_FETCH.includes(path)))(
  '%s is told as fetch tells it',
  async (path) => {
    const told = await toldOf(direct(), base + path, post);
    expect(told).toEqual(await toldOf(fetch, base + path, post));
  },
);

test.each(['/waits', '/begins'])('%s, and a silent service, is given up when the bound says so', async (path) => {
  const told = await toldOf(direct(), base + path, post);
  expect(told).toEqual(await toldOf(patientFetch(fetch, 300), base + path, post));
  expect(told).toMatchObject({
    cause: [expect.any(String), expect.stringMatching(/^UND_ERR_(HEADERS|BODY)_TIMEOUT$/)],
  });
});

test.each([
  ['GET, which is left to fetch', '/echo?a=b c', undefined],
  ['a query', '/echo?a=b c&d=%20', post],
  [
    'headers as a list',
    '/echo',
    { ...post, headers: [...Object.entries(post.headers), ['x-twice', '1'], ['x-twice', '2']] },
  ],
  ['a large body, which is left to fetch', '/echo', { ...post, body: 'a'.repeat(300_000) }],
  [
    'a host of its own, which fetch does not send',
    '/echo',
    { ...post, headers: { ...post.headers, host: 'elsewhere' } },
  ],
  ['an empty body', '/echo', { ...post, body: '' }],
  ['a body without a type, which is left to fetch', '/echo', { method: 'POST', body: 'text' }],
  ['a body of bytes, which is left to fetch', '/echo', { method: 'POST', body: new TextEncoder().encode('bytes') }],
  ['an option of fetch, which is left to it', '/moved', { ...post, redirect: 'error' }],
] as [string, string, RequestInit?][])('%s', async (_what, path, init) => {
  expect(await toldOf(direct(), base + path, init)).toEqual(await toldOf(fetch, base + path, init));
});

test.each([
  ['a port where nobody listens', () => `http://127.0.0.1:${closedPort}/`],
  ['a host that does not exist', () => 'http://nobody.invalid/'],
  ['another protocol', () => 'data:text/plain,yes'],
  ['an address with a password', () => base.replace('//', '//me:secret@')],
  ['no address', () => 'nowhere'],
])('%s fails or answers as with fetch', async (_what, url) => {
  expect(await toldOf(direct(), url(), post)).toEqual(await toldOf(fetch, url(), post));
});

test.each([
  ['before it is sent', '/waits', (controller: AbortController) => controller.abort(new Error('enough'))],
  ['while the service is silent', '/waits', abortSoon],
  ['in the middle of a body', '/begins', abortSoon],
])('an abort %s rejects with its reason', async (_when, path, abort) => {
  const tell = async (ask: Fetch) => {
    const controller = new AbortController();
    abort(controller);
    return toldOf(ask, base + path, { ...post, signal: controller.signal });
  };
  expect(await tell(direct())).toEqual(await tell(fetch));
});

test.each([
  ['/worked', ['POST /worked', 'GET /echo?worked']],
  ['/worked-long-ago', ['POST /worked-long-ago', 'GET /echo']],
  ['/moved', ['POST /moved', 'POST /echo?moved']],
  ['/lost', ['POST /lost']],
  ['/moved-nowhere', ['POST /moved-nowhere']],
  ['/moved-with-password', ['POST /moved-with-password']],
])('a service that answers %s is sent nothing twice', async (path, asked) => {
  const requests: string[] = [];
  const note = ({ method, url }: IncomingMessage) => requests.push(`${method} ${url}`);
  server.on('request', note);
  await direct()(base + path, post);
  server.off('request', note);
  expect(requests).toEqual(asked);
});

test("a client's own time for headers holds for them alone", async () => {
  const client = new OpenAI({ apiKey: 'k', baseURL: `${base}/slow-body` });
  ownClient(client);
  client.timeout = 1_000;
  const answer = await client.chat.completions.create({ model: 'm', messages: [] });
  expect(answer).toMatchObject({ id: 'late' });
});

test('a body that is too large is read no further, and its connection goes', async () => {
  const gone = new Promise<void>((resolve) => {
    server.once('request', (_request, response) => response.once('close', resolve));
  });
  const response = await direct()(`${base}/endless-error`, post);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3']);
  expect((await response.arrayBuffer()).byteLength).toBeLessThan(2_000_000);
  await gone;
});

test('more codings than fetch takes are not undone', async () => {
  const response = await direct()(`${base}/gzip-often`, post);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(gzipSync(TEXT));
});

test('a stream comes while it is made', async () => {
  const response = await direct()(`${base}/begins`, { ...post, body: '{"stream": true}' });
  const reader = response.body!.getReader();
  expect(Buffer.from((await reader.read()).value)).toEqual(HALF);
  await reader.cancel();
});

test('it asks for no coding, and sends nothing that it was not given', async () => {
  const asked = once(server, 'request') as Promise<[IncomingMessage]>;
  await (await direct()(`${base}/json`, post)).text();
  const [{ headers }] = await asked;
  expect(Object.keys(headers).toSorted()).toEqual(
    ['accept-encoding', 'authorization', 'connection', 'content-length', 'content-type', 'host'].toSorted(),
  );
  expect(headers['accept-encoding']).toBe('identity');
});

test("a fetch that somebody put in the place of Node's sees every request", async () => {
  const nodes = globalThis.fetch;
  const seen: unknown[] = [];
  // As with a dispatcher of the undici package: its name in the text does not make it Node's.
  const undici = { fetch: nodes };
  const traced: Fetch = (url, init) => {
    seen.push(url);
    return undici.fetch(url, init);
  };
  globalThis.fetch = traced;
  try {
    expect(await (await directFetch(globalThis.fetch)(`${base}/json`, post)).text()).toBe(TEXT);
  } finally {
    globalThis.fetch = nodes;
  }
  expect(seen).toEqual([`${base}/json`]);
  // One that a worker's owner brought is left as it is.
  expect(directFetch(traced)).toBe(traced);
});

test("Node's own fetch is known as such", async () => {
  const dispatched: unknown[] = [];
  const own = globalDispatcher()!;
  const watching = own.compose((dispatch) => (options, handler) => {
    dispatched.push(options.path);
    return dispatch(options, handler);
  });
  const places = Object.getOwnPropertySymbols(globalThis).filter(({ description }) =>
    description?.startsWith('undici.'),
  );
  const before = places.map((place) => [place, Object.getOwnPropertyDescriptor(globalThis, place)!] as const);
  for (const place of places) Object.defineProperty(globalThis, place, { value: watching, configurable: true });
  try {
    await (await directFetch(fetch)(`${base}/json`, post)).text();
  } finally {
    for (const [place, descriptor] of before) Object.defineProperty(globalThis, place, descriptor);
  }
  // Fetch itself looks at the process's global, which is another one here.
  expect(dispatched).toEqual(['/json']);
});
