/** Streams that break, on both APIs: each is tried again from the start, and of the broken answer no call is run. */
import { defineAgent, defineTool } from '../../src/index.js';
import {
  call,
  expectValid,
  say,
  scriptedModel,
  type Fault,
  type ScriptedModel,
  type ScriptedModelOptions,
} from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

/** Starts the services, and runs a streamed turn on each at the same time. */
async function runAll(services: readonly ScriptedModelOptions[], api: 'chat' | 'responses') {
  process.env.EVERYCALL_TEST_KEY ??= 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
  const ran: string[] = [];
  const tool = defineTool({
    name: 'send',
    description: 'Sends.',
    parameters: { type: 'object', properties: { to: { type: 'string' } }, required: ['to'] },
    execute: ({ to }) => {
      ran.push(to);
      return 'sent';
    },
  });
  const models: ScriptedModel[] = await Promise.all(services.map((service) => scriptedModel(service)));
  const agents = models.map(({ baseURL }, i) =>
    defineAgent({
      name: `a${i}`,
      model: 'gpt-test',
      api,
      provider: { baseURL, apiKeyEnv: 'EVERYCALL_TEST_KEY' },
      tools: [tool],
    }),
  );
  const bench = await turnBench({ model: { script: [] }, worker: { agents } });
  try {
    const results = await Promise.all(
      agents.map(async ({ name }) => (await bench.client.startTurn(name, 'go', { stream: true })).result()),
    );
    for (const model of models) expectValid(model);
    return { results, ran: ran.sort(), requests: models.map(({ requests }) => requests.length) };
  } finally {
    await bench.close();
    await Promise.all(models.map((model) => model.close()));
  }
}

const BROKEN: readonly (readonly [string, Fault])[] = [
  ['cut in the middle of a call', { cutAfterEvents: 3 }],
  ['closed without its last event', { closeAfterEvents: 3 }],
  ['with an event that is no JSON', { malformedEvent: 2 }],
  ['with an error of the server', { errorEvent: { type: 'server_error', code: 'server_error', message: 'no' } }],
  [
    'with a rate limit after its first events',
    { errorEvent: { type: 'tokens', code: 'rate_limit_exceeded', message: 'try again in 10ms' }, afterEvents: 2 },
  ],
  ['that fails when all is said', { failed: { code: 'server_error', message: 'no' } }],
  ['reset before it begins', { reset: true }],
];

test.each(['chat', 'responses'] as const)('broken streams are read again: %s', async (api) => {
  const services = BROKEN.map(([what, fault]) => {
    return { script: [call('send', { to: what }), say('done')], faults: [{ on: 1, fault }] };
  });
  const { results, ran, requests } = await runAll(services, api);
  for (const result of results) {
    expect(result).toMatchObject({ outcome: 'completed', output: 'done', steps: 2, counts: { ok: 1 } });
  }
  expect(ran).toEqual(BROKEN.map(([what]) => what).sort());
  expect(requests).toEqual(BROKEN.map(() => 3));
});

const PAGE = '<!doctype html><html><head><title>Bad Gateway</title></head><body>nginx</body></html>';
const html = (status: number): Fault => {
  return { status, body: PAGE, headers: { 'content-type': 'text/html', 'retry-after-ms': '10' } };
};

test.each(['chat', 'responses'] as const)('what is final ends the turn, in the service’s words: %s', async (api) => {
  const quota = { type: 'insufficient_quota', code: 'insufficient_quota', message: 'You exceeded your quota.' };
  const faults: readonly Fault[] = [{ errorEvent: quota, afterEvents: 1 }, html(502)];
  const services = faults.map((fault) => ({ script: [say('never')], faults: [{ on: 'every' as const, fault }] }));
  const { results, requests } = await runAll(services, api);
  expect(results.map((result) => result.outcome === 'failed' && result.error)).toEqual([
    { code: 'insufficient_quota', message: 'You exceeded your quota.', retryable: false },
    {
      code: 'http_502',
      message: expect.stringMatching(/HTML page titled "Bad Gateway" and status 502/),
      retryable: true,
    },
  ]);
  expect(requests).toEqual([1, 5]);
});
