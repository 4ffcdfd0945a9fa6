/** Over HTTP with the official client: a streamed answer is the plain one, and what is no stream is read all the same. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import OpenAI from 'openai';
import { ChatModel } from '../../../src/models/chat/chat-model.js';
import type { CallOptions, ModelAnswer, ModelRequest } from '../../../src/models/model.js';
import { readProviderFault } from '../../../src/models/provider-fault.js';
import { message } from '../../../src/protocol/item.js';
import { calls, scriptedModel, type Reply } from '../../../src/testing.js';
import { chunk, end, piece, pieces } from './chat-chunks.js';

const request: ModelRequest = {
  model: 'gpt-test',
  transcript: [{ id: 'in', step: 0, item: message('user', 'go') }],
  tools: [
    {
      kind: 'function',
      name: 'f',
      description: 'does f',
      parameters: { type: 'object', properties: {} },
      strict: false,
    },
  ],
  parallelToolCalls: true,
  final: false,
  to: { service: 'http://127.0.0.1', model: 'gpt-test', api: 'chat' },
  settings: {},
};
type Told = Partial<CallOptions>;
const ask = (baseURL: string, options: Told): Promise<ModelAnswer> =>
  new ChatModel(new OpenAI({ apiKey: 'test', baseURL })).call(request, {
    signal: AbortSignal.timeout(20_000),
    ...options,
  });

/** What each of these replies is read as; the strict server took the requests. */
async function asked(script: readonly Reply[], ...each: Told[]): Promise<ModelAnswer[]> {
  const model = await scriptedModel({ script });
  try {
    const answers: ModelAnswer[] = [];
    for (const options of each) answers.push(await ask(model.baseURL, options));
    expect(model.requests.map(({ status }) => status)).toEqual(model.requests.map(() => 200));
    return answers;
  } finally {
    await model.close();
  }
}

test('an answer is the same streamed and not, and its text comes in pieces', async () => {
  const reply: Reply = {
    ...calls({ id: 'a', name: 'f', arguments: { n: 1 } }, { id: 'b', name: 'f', arguments: { text: 'é'.repeat(50) } }),
    text: 'a text of several pieces',
    extra: { reasoning_content: 'why' },
    usage: { inputTokens: 7, outputTokens: 3, totalTokens: 10 },
  };
  const told: string[] = [];
  const [plain, streamed] = await asked([reply, reply], {}, { onText: (text) => told.push(text) });
  expect(streamed).toEqual(plain);
  expect(plain!.usage.totalTokens).toBe(10);
  expect(told.length).toBeGreaterThan(1);
  expect(told.join('')).toBe('a text of several pieces');
});

test('a stream that runs calls together is asked for again in one piece, and both are paid for', async () => {
  const together = [
    pieces(piece(0, '', 'f', '{"n":1}')),
    pieces(piece(0, '', 'f', '{"n":2}')),
    { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } },
    ...end().slice(0, 1),
  ];
  const plain: Reply = {
    ...calls({ id: 'a', name: 'f', arguments: {} }),
    usage: { inputTokens: 2, outputTokens: 2, totalTokens: 4 },
  };
  const [answer] = await asked([{ raw: together }, plain], { onText: () => undefined });
  expect(answer!.items).toHaveLength(1);
  expect(answer!.usage.totalTokens).toBe(6);
  expect(answer!.repairs).toMatchObject([{ kind: 'stream_ambiguous' }]);
});

/** Asks a server that answers every request with this. */
async function askServer(type: string, body: string): Promise<ModelAnswer> {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': type }).end(body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, { onText: () => undefined });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
const faultOf = async (type: string, body: string): Promise<unknown> => {
  const error: unknown = await askServer(type, body).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return readProviderFault(error, [], 0);
};
const sse = (...chunks: unknown[]) =>
  chunks.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`).join('');

test('a plain answer where a stream was asked for is read', async () => {
  const body = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'x' }, finish_reason: 'stop' }] });
  expect((await askServer('application/json', body)).items).toHaveLength(1);
});

test('keep-alives are no events, and a type that services forget is none that matters', async () => {
  const body = `: alive\n\n: alive\n\n${sse(chunk({ content: 'x' }), ...end('stop'))}`;
  expect((await askServer('application/octet-stream', body)).items[0]!.item.content).toBe('x');
});

test('a stream that says it is JSON is read as one', async () => {
  const body = sse(chunk({ content: 'x' }), ...end('stop'));
  expect((await askServer('application/json', body)).items[0]!.item.content).toBe('x');
});

test.each<[string, string, string, object]>([
  ["a proxy's page", 'text/html', '<html>Bad gateway</html>', { code: 'answer_unreadable' }],
  [
    'a fault in the stream',
    'text/event-stream',
    sse(chunk({ content: 'x' }), { error: { code: 'overloaded', message: 'busy' } }),
    { code: 'overloaded', message: 'busy' },
  ],
  [
    'a fault as a named event',
    'text/event-stream',
    `event: error\n${sse({ code: 'overloaded', message: 'busy' })}`,
    { code: 'overloaded', message: 'busy' },
  ],
  [
    'a stream that was cut',
    'text/event-stream',
    `${sse(chunk({ content: 'x' }))}data: {"choices":[{"de`,
    { code: 'stream_cut' },
  ],
  ['a stream of no JSON', 'text/event-stream', sse('hello'), { code: 'answer_unreadable' }],
])('%s is told as a fault', async (_what, type, body, error) => {
  expect(await faultOf(type, body)).toMatchObject({ error });
});

test('aborting ends a stream at once', async () => {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(sse(chunk({ content: 'x' }))),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = new AbortController();
  const port = (server.address() as AddressInfo).port;
  try {
    const asking = ask(`http://127.0.0.1:${port}/v1`, { signal: stop.signal, onText: () => stop.abort() });
    await expect(asking).rejects.toMatchObject({ name: expect.stringMatching(/Abort/) });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
