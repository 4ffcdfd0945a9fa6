/** How long a silent service is waited for, through Node's own fetch and the dispatcher that the process has. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { SILENT_MS, patientFetch } from '../../src/models/patient-fetch.js';
import { ownClient, providerClient } from '../../src/models/provider-client.js';
import { readProviderFault } from '../../src/models/provider-fault.js';
import type { Provider } from '../../src/definition/provider.js';

type Dispatcher = NonNullable<RequestInit['dispatcher']>;
type Realm = Record<symbol, Dispatcher | undefined>;

const [FIRST, SECOND] = [1, 2].map((form) => Symbol.for(`undici.globalDispatcher.${form}`)) as [symbol, symbol];
const [USED, UNUSED] = Number.parseInt(process.versions.undici!, 10) >= 8 ? [SECOND, FIRST] : [FIRST, SECOND];
const realm = globalThis as unknown as Realm;
/** Tests run in a context of their own; Node's fetch belongs to the process's. */
const node = (Reflect.construct(fetch.constructor as FunctionConstructor, ['return globalThis']) as () => Realm)();
// Node 20 sets it when a part of fetch is first used.
void Headers;
const real = node[USED]!;
const silentServer = createServer(() => {});
let silent = '';

beforeAll(async () => {
  silentServer.listen(0, '127.0.0.1');
  await once(silentServer, 'listening');
  silent = `http://127.0.0.1:${(silentServer.address() as AddressInfo).port}/v1`;
});
beforeEach(() => {
  realm[USED] = real;
  // Whoever asks this one bounds nothing.
  realm[UNUSED] = {} as Dispatcher;
});
afterAll(() => {
  delete realm[USED];
  delete realm[UNUSED];
  silentServer.closeAllConnections();
  silentServer.close();
});

/** The bounds of every request, none of which is sent. */
function watchBounds(): unknown[] {
  const bounds: unknown[] = [];
  realm[USED] = real.compose(() => ({ headersTimeout, bodyTimeout }, handler) => {
    // It is no interceptor unless it takes both.
    void handler;
    bounds.push([headersTimeout, bodyTimeout]);
    throw new Error('sent nothing');
  });
  return bounds;
}

async function ask(client: OpenAI): Promise<unknown> {
  const call = client.chat.completions.create({ model: 'm', messages: [] });
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const provider = (): Provider => ({ baseURL: silent, apiKeyEnv: 'PATIENT_KEY', headers: {} });

test('a silent service is given up when the bound says so, as a timeout that may pass', async () => {
  const client = new OpenAI({ apiKey: 'none', baseURL: silent, maxRetries: 0, fetch: patientFetch(fetch, 50) });
  expect(readProviderFault(await ask(client), [], 0)).toMatchObject({
    error: { code: 'model_timeout', retryable: true },
  });
});

test.each([
  ['our own', () => providerClient(provider())],
  ['a brought one', () => ownClient(new OpenAI({ apiKey: 'none', baseURL: silent }))],
])(
  '%s client waits for over the 10 minutes of an attempt, through the dispatcher of the process',
  async (_who, make) => {
    process.env.PATIENT_KEY = 'sk-patient';
    const bounds = watchBounds();
    await ask(make().client);
    expect(SILENT_MS).toBeGreaterThan(10 * 60_000);
    expect(bounds).toEqual([[SILENT_MS, SILENT_MS]]);
  },
);

test("a brought client's own dispatcher and fetch stay", async () => {
  const bounds = watchBounds();
  const dispatcher = realm[USED]!;
  await ask(ownClient(new OpenAI({ apiKey: 'none', baseURL: silent, fetchOptions: { dispatcher } })).client);
  expect(bounds).toEqual([[undefined, undefined]]);
  const own: typeof fetch = () => Promise.reject(new Error('its own'));
  expect(patientFetch(own)).toBe(own);
});

test('fetch itself takes the dispatcher from the same place', async () => {
  const bounds = watchBounds();
  node[USED] = realm[USED];
  await expect(fetch(silent)).rejects.toThrow('fetch failed');
  node[USED] = real;
  expect(bounds).toEqual([[undefined, undefined]]);
});

test('a process that names no dispatcher has its fetch as it is', async () => {
  delete realm[USED];
  const answer = await patientFetch(fetch, 50)('data:text/plain,yes');
  expect(await answer.text()).toBe('yes');
});
