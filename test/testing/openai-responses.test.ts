/** The official client talks to the scripted model over the Responses API: whole answers, what it remembers, Azure. */
import OpenAI, { AzureOpenAI } from 'openai';
import { expectValid } from '../../src/testing/expect-valid.js';
import { call, calls, say, type Reply } from '../../src/testing/reply.js';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../../src/testing/scripted-model.js';

let server: ScriptedModel;
const start = async (options: ScriptedModelOptions): Promise<OpenAI> => {
  server = await scriptedModel(options);
  return new OpenAI({ baseURL: server.baseURL, apiKey: 'sk-test', maxRetries: 0 });
};
afterEach(() => server.close());

const HI = { model: 'gpt-5-mini', input: 'hi' };
const ENCRYPTED = { store: false, include: ['reasoning.encrypted_content' as const] };
const FULL: Reply = {
  reasoning: { summary: 'Two places.' },
  hosted: [{ id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'q' } }],
  text: 'Looking 🧐 into both of them.',
  annotations: [{ type: 'url_citation', url: 'https://example.com', title: 'E', start_index: 0, end_index: 7 }],
  calls: [
    { id: 'call_a', name: 'get_weather', arguments: { city: 'Paris' } },
    { name: 'get_time', arguments: '{"broken' },
    { id: 'call_c', name: 'write', arguments: 'free text', custom: true },
  ],
  usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 4, reasoningTokens: 2 },
};

test('a whole answer', async () => {
  const client = await start({ script: [FULL] });
  const answer = await client.responses.create({ ...HI, ...ENCRYPTED });
  expect(answer).toMatchObject({
    id: expect.stringMatching(/^resp_[0-9a-f]{24}$/),
    object: 'response',
    status: 'completed',
    model: 'gpt-5-mini',
    output_text: FULL.text,
    usage: {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 4 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 2 },
      total_tokens: 15,
    },
  });
  expect(answer.output).toEqual([
    {
      id: expect.stringMatching(/^rs_/),
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'Two places.' }],
      encrypted_content: expect.any(String),
    },
    FULL.hosted?.[0],
    {
      id: expect.stringMatching(/^msg_/),
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: [{ type: 'output_text', text: FULL.text, annotations: FULL.annotations, logprobs: [] }],
    },
    expect.objectContaining({
      id: expect.stringMatching(/^fc_/),
      type: 'function_call',
      call_id: 'call_a',
      arguments: '{"city":"Paris"}',
    }),
    expect.objectContaining({ type: 'function_call', call_id: expect.stringMatching(/^call_/), arguments: '{"broken' }),
    expect.objectContaining({ type: 'custom_tool_call', call_id: 'call_c', input: 'free text' }),
  ]);
  expectValid(server);
});

test.each([
  ['length', 'incomplete', { reason: 'max_output_tokens' }],
  ['content_filter', 'incomplete', { reason: 'content_filter' }],
  ['stop', 'completed', null],
])('finish reason %s', async (finishReason, status, details) => {
  const client = await start({ script: [{ text: 'so f', finishReason }] });
  const answer = await client.responses.create(HI);
  expect(answer).toMatchObject({ status, incomplete_details: details, output: [{ status }] });
});

test('a refusal, a failed response, items and a body of the script’s own', async () => {
  const items = [{ type: 'odd', payload: 1 }];
  const failed = { code: 'server_error', message: 'It broke.' };
  const client = await start({ script: [{ refusal: 'No.' }, { failed }, { items }, { raw: { odd: true } }] });
  expect((await client.responses.create(HI)).output).toMatchObject([
    { content: [{ type: 'refusal', refusal: 'No.' }] },
  ]);
  expect(await client.responses.create(HI)).toMatchObject({ status: 'failed', error: failed, usage: null });
  expect((await client.responses.create(HI)).output).toEqual(items);
  expect(await client.responses.create(HI)).toMatchObject({ odd: true });
});

const TOOLS = [{ type: 'function' as const, name: 'f', parameters: null, strict: false }];
const output = (id: string, text: string) => ({ type: 'function_call_output' as const, call_id: id, output: text });

test('a script that decides by the conversation runs a tool loop, by items and by the previous response', async () => {
  const client = await start({
    script: (_request, { number, api, conversation: { step, turn, results, user, tools, instructions } }) =>
      step === 1
        ? { ...calls({ id: 'a', name: 'f', arguments: {} }, { id: 'b', name: 'f', arguments: {} }), reasoning: {} }
        : say(
            [
              number,
              api,
              turn,
              instructions,
              user,
              ...tools,
              ...results.map((r) => `${r.callId}:${r.name}=${r.output}`),
            ].join(' '),
          ),
  });
  const base = { ...HI, instructions: 'Be brief.', tools: TOOLS };
  const first = await client.responses.create(base);
  const results = [output('b', '2'), output('a', '1')];
  const chained = await client.responses.create({ ...base, input: results, previous_response_id: first.id });
  expect(chained.output_text).toBe('2 responses 1 Be brief. hi f b:f=2 a:f=1');
  const input = [{ role: 'user' as const, content: 'hi' }, ...first.output, ...results];
  const repeated = await client.responses.create({ ...base, input: input as OpenAI.Responses.ResponseInput });
  expect(repeated.output_text).toBe('3 responses 1 Be brief. hi f b:f=2 a:f=1');
  const referred = [
    { role: 'user' as const, content: 'hi' },
    ...first.output.map(({ id }) => ({ type: 'item_reference' as const, id: id ?? '' })),
    ...results,
  ];
  expect((await client.responses.create({ ...base, input: referred })).output_text).toContain('a:f=1');
  expectValid(server);
});

test('AzureOpenAI, by its dated path and by v1', async () => {
  await start({ script: () => call('f', { a: 1 }, 'x'), apiKey: 'azure-key', models: ['prod'] });
  const azure = new AzureOpenAI({
    endpoint: server.url,
    apiKey: 'azure-key',
    apiVersion: '2025-04-01-preview',
    maxRetries: 0,
  });
  const dated = await azure.responses.create({ ...HI, model: 'prod' });
  const v1 = new OpenAI({ baseURL: `${server.url}/openai/v1`, apiKey: 'azure-key', maxRetries: 0 });
  const current = await v1.responses.create({ ...HI, model: 'prod' });
  for (const { output: items } of [dated, current])
    expect(items).toMatchObject([{ call_id: 'x', arguments: '{"a":1}' }]);
  expect(server.requests.map(({ path }) => path)).toEqual([
    '/openai/responses?api-version=2025-04-01-preview',
    '/openai/v1/responses',
  ]);
  expectValid(server);
});
