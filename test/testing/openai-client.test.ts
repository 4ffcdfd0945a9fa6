/** The official client talks to the scripted model: whole answers, streams, Azure, models, and the errors it raises. */
import OpenAI, { AzureOpenAI } from 'openai';
import { expectValid } from '../../src/testing/expect-valid.js';
import {
  contextTooLong,
  insufficientQuota,
  overloaded,
  rateLimited,
  serverError,
} from '../../src/testing/service-errors.js';
import { call, calls, say, type Reply } from '../../src/testing/reply.js';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../../src/testing/scripted-model.js';

let server: ScriptedModel;
const start = async (options: ScriptedModelOptions): Promise<OpenAI> => {
  server = await scriptedModel(options);
  return new OpenAI({ baseURL: server.baseURL, apiKey: 'sk-test', maxRetries: 0 });
};
afterEach(() => server.close());

const HI = { model: 'gpt-5-mini', messages: [{ role: 'user' as const, content: 'hi' }] };
const PARALLEL: Reply = {
  text: 'Looking 🧐 into both of them.',
  calls: [
    { id: 'call_a', name: 'get_weather', arguments: { city: 'Paris', days: [1, 2, 3] } },
    { name: 'get_time', arguments: '{"broken' },
  ],
  usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 4, reasoningTokens: 2 },
  extra: { reasoning_content: 'hm' },
};

test('a whole answer', async () => {
  const client = await start({ script: [PARALLEL] });
  const answer = await client.chat.completions.create(HI);
  expect(answer).toMatchObject({
    object: 'chat.completion',
    model: 'gpt-5-mini',
    choices: [
      {
        index: 0,
        finish_reason: 'tool_calls',
        message: {
          role: 'assistant',
          content: PARALLEL.text,
          refusal: null,
          reasoning_content: 'hm',
          tool_calls: [
            {
              id: 'call_a',
              type: 'function',
              function: { name: 'get_weather', arguments: '{"city":"Paris","days":[1,2,3]}' },
            },
            {
              id: expect.stringMatching(/^call_[0-9a-f]{24}$/),
              type: 'function',
              function: { name: 'get_time', arguments: '{"broken' },
            },
          ],
        },
      },
    ],
    usage: {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  });
  expectValid(server);
});

test('the same answer as a stream adds up to the same', async () => {
  const client = await start({ script: [PARALLEL, PARALLEL] });
  const whole = await client.chat.completions.create(HI);
  const stream = client.chat.completions.stream({ ...HI, stream_options: { include_usage: true } });
  const streamed = await stream.finalChatCompletion();
  const bare = (answer: OpenAI.ChatCompletion) =>
    answer.choices[0]?.message.tool_calls?.map(
      (each) => each.type === 'function' && [each.function.name, each.function.arguments],
    );
  expect(bare(streamed)).toEqual(bare(whole));
  expect(streamed.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: PARALLEL.text } });
  expect(streamed.usage).toEqual(whole.usage);
});

test('the chunks of a stream: role first, calls in pieces, one finish, usage last', async () => {
  const client = await start({ script: [PARALLEL, say('hello')] });
  const chunks = [];
  for await (const chunk of await client.chat.completions.create({
    ...HI,
    stream: true,
    stream_options: { include_usage: true },
  }))
    chunks.push(chunk);
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  expect(chunks.every(({ object }) => object === 'chat.completion.chunk')).toBe(true);
  expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: 'assistant', content: '', reasoning_content: 'hm' });
  const deltas = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
  expect(deltas.filter(({ id }) => id !== undefined).map(({ index, function: fn }) => [index, fn])).toEqual([
    [0, { name: 'get_weather', arguments: '' }],
    [1, { name: 'get_time', arguments: '' }],
  ]);
  expect(deltas.filter(({ index, id }) => index === 0 && id === undefined).length).toBeGreaterThan(1);
  expect(chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? [])).toEqual(['tool_calls']);
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 15 } });
  expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);

  const plain = [];
  for await (const chunk of await client.chat.completions.create({ ...HI, stream: true })) plain.push(chunk);
  expect(plain.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('hello');
  expect(plain.some((chunk) => 'usage' in chunk)).toBe(false);
  expect(plain.at(-1)?.choices[0]?.finish_reason).toBe('stop');
});

test('a stream ends with [DONE] on the wire', async () => {
  await start({ script: [say('x')] });
  const response = await fetch(`${server.baseURL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer k' },
    body: JSON.stringify({ ...HI, stream: true }),
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(await response.text()).toMatch(/^data: \{.*\n\ndata: \[DONE\]\n\n$/s);
});

test('a script that decides by the conversation runs a tool loop', async () => {
  const client = await start({
    script: (_request, { number, conversation }) => {
      const { step, results, user, tools } = conversation;
      return step === 1
        ? calls({ id: 'a', name: 'f', arguments: {} }, { id: 'b', name: 'f', arguments: {} })
        : say(
            `${number} ${user} ${tools.join()} ${results.map((each) => `${each.callId}:${each.name}=${each.output}`).join(' ')}`,
          );
    },
  });
  const tools = [{ type: 'function' as const, function: { name: 'f' } }];
  const first = await client.chat.completions.create({ ...HI, tools });
  const asked = first.choices[0]?.message;
  const messages: OpenAI.ChatCompletionMessageParam[] = [
    ...HI.messages,
    ...(asked ? [asked] : []),
    { role: 'tool', tool_call_id: 'b', content: '2' },
    { role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: '1' }] },
  ];
  const second = await client.chat.completions.create({ ...HI, messages, tools });
  expect(second.choices[0]?.message.content).toBe('2 hi f b:f=2 a:f=1');
  expectValid(server);
});

test('the client runs its own tool loop over whole answers and over streams, custom calls included', async () => {
  const client = await start({
    script: (_request, { conversation: { step, results } }) =>
      step === 1
        ? calls({ id: 'a', name: 'f', arguments: { n: 1 } }, { id: 'b', name: 'f', arguments: { n: 2 } })
        : say(results.map(({ callId, output }) => `${callId}=${output}`).join()),
  });
  const f = { name: 'f', description: 'f', parameters: { type: 'object', properties: { n: { type: 'number' } } } };
  const tools = [
    { type: 'function' as const, function: { ...f, parse: JSON.parse, function: ({ n }: { n: number }) => n + 1 } },
  ];
  expect(await client.chat.completions.runTools({ ...HI, tools }).finalContent()).toBe('a=2,b=3');
  expect(await client.chat.completions.runTools({ ...HI, tools, stream: true }).finalContent()).toBe('a=2,b=3');
  expectValid(server);
});

test('what only some answers have: a refusal, custom calls, annotations, and items, which have no form here', async () => {
  const custom: Reply = { calls: [{ id: 'c', name: 'write', arguments: 'free', custom: true }] };
  const client = await start({
    script: [
      { refusal: 'No.', annotations: [{ type: 'url_citation' }] },
      custom,
      { items: [] },
      { refusal: 'No, no, no.' },
    ],
  });
  const first = await client.chat.completions.create(HI);
  expect(first.choices[0]?.message).toMatchObject({
    content: null,
    refusal: 'No.',
    annotations: [{ type: 'url_citation' }],
  });
  const second = await client.chat.completions.create(HI);
  expect(second.choices[0]?.message.tool_calls).toEqual([
    { id: 'c', type: 'custom', custom: { name: 'write', input: 'free' } },
  ]);
  await expect(client.chat.completions.create(HI)).rejects.toThrow(
    "a reply with 'items' has no form on Chat Completions",
  );
  const streamed = await client.chat.completions.stream(HI).finalChatCompletion();
  expect(streamed.choices[0]?.message.refusal).toBe('No, no, no.');
});

test('a raw body is sent as the script wrote it', async () => {
  const client = await start({
    script: [{ raw: { choices: [], odd: true } }, { raw: [{ choices: [] }] }, { raw: 'no json' }],
  });
  expect(await client.chat.completions.create(HI)).toEqual(expect.objectContaining({ odd: true }));
  const chunks = [];
  for await (const chunk of await client.chat.completions.create({ ...HI, stream: true })) chunks.push(chunk);
  expect(chunks).toEqual([{ choices: [] }]);
  await expect(client.chat.completions.create(HI)).rejects.toThrow();
});

test('AzureOpenAI', async () => {
  await start({ script: [call('f', { a: 1 }, 'x')], apiKey: 'azure-key' });
  const azure = new AzureOpenAI({ endpoint: server.url, apiKey: 'azure-key', apiVersion: '2024-10-21', maxRetries: 0 });
  const answer = await azure.chat.completions.create({ ...HI, model: 'prod' });
  expect(answer.choices[0]?.message.tool_calls).toEqual([
    { id: 'x', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
  ]);
  expect(server.requests[0]?.path).toBe('/openai/deployments/prod/chat/completions?api-version=2024-10-21');
  expectValid(server);
});

test('the list of models', async () => {
  const client = await start({ script: [], models: ['gpt-5-mini', 'gpt-4o'] });
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['gpt-5-mini', 'gpt-4o']);
});

test.each([
  [
    rateLimited({ retryAfter: 2 }),
    429,
    'rate_limit_exceeded',
    /^429 Rate limit reached for gpt-4o in organization org-x on tokens per min/,
  ],
  [
    insufficientQuota(),
    429,
    'insufficient_quota',
    /^429 You exceeded your current quota, please check your plan and billing details\./,
  ],
  [serverError(), 500, null, /^500 The server had an error while processing your request\./],
  [overloaded({ retryAfter: 3 }), 503, null, /^503 The engine is currently overloaded/],
  [
    contextTooLong(),
    400,
    'context_length_exceeded',
    /^400 This model's maximum context length is 8192 tokens\. However, your messages resulted in 8227/,
  ],
])('an error of the service: $status', async (fault, status, code, message) => {
  const client = await start({ script: [say('ok')], faults: [{ on: 1, fault }] });
  const error = await client.chat.completions.create(HI).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ status, code, message: expect.stringMatching(message) });
  expect((await client.chat.completions.create(HI)).choices[0]?.message.content).toBe('ok');
  expect(server.requests).toMatchObject([{ status, fault: 'status' }, { status: 200 }]);
  expectValid(server);
});

test('retry-after reaches the client in both forms', async () => {
  const client = await start({
    script: [],
    faults: [{ on: 'every', fault: rateLimited({ retryAfter: 2, retryAfterMs: 1500, model: 'm' }) }],
  });
  const error = await client.chat.completions.create(HI).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  const { headers } = error as InstanceType<typeof OpenAI.APIError>;
  expect(headers?.get('retry-after')).toBe('2');
  expect(headers?.get('retry-after-ms')).toBe('1500');
  expect(headers?.get('x-request-id')).toMatch(/^req_/);
});

test('a request beyond the end of the script fails at once and names itself', async () => {
  await start({ script: [say('only')] });
  const client = new OpenAI({ baseURL: server.baseURL, apiKey: 'k', maxRetries: 2 });
  await client.chat.completions.create(HI);
  await expect(client.chat.completions.create(HI)).rejects.toThrow(
    'the script has no reply for request 2: all of its 1 replies are used',
  );
  expect(server.requests).toHaveLength(2);
  expect(() => expectValid(server)).toThrow('#2 POST /v1/chat/completions 500 script: ScriptEndError');
});
