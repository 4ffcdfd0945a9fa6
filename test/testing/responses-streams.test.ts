/** Streams of the Responses API: the events on the wire, and what the official client's helpers make of them. */
import OpenAI from 'openai';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { expectValid } from '../../src/testing/expect-valid.js';
import { call, calls, say, type Reply } from '../../src/testing/reply.js';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../../src/testing/scripted-model.js';

let server: ScriptedModel;
const start = async (
  script: ScriptedModelOptions['script'],
  more: Partial<ScriptedModelOptions> = {},
): Promise<OpenAI> => {
  server = await scriptedModel({ script, ...more });
  return new OpenAI({ baseURL: server.baseURL, apiKey: 'sk-test', maxRetries: 0 });
};
afterEach(() => server.close());

const HI = { model: 'gpt-5-mini', input: 'hi', include: ['reasoning.encrypted_content' as const] };
const FULL: Reply = {
  reasoning: { summary: 'Two places, says the summary.' },
  hosted: [
    { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'q' } },
    { id: 'mcp_1', type: 'mcp_call', server_label: 's', name: 'n', arguments: '{"a":1}', output: 'o' },
    {
      id: 'ci_1',
      type: 'code_interpreter_call',
      status: 'completed',
      container_id: 'c',
      code: 'print(1)',
      outputs: [],
    },
    { id: 'x_1', type: 'odd_call', payload: [1] },
  ],
  text: 'Looking 🧐 into both of them.',
  refusal: 'But not into the third.',
  annotations: [{ type: 'url_citation', url: 'https://example.com', title: 'E', start_index: 0, end_index: 7 }],
  calls: [
    { id: 'call_a', name: 'get_weather', arguments: { city: 'Paris', days: [1, 2, 3] } },
    { id: 'call_b', name: 'get_time', arguments: '{"broken' },
    { id: 'call_c', name: 'write', arguments: 'free text of some length', custom: true },
  ],
};

async function eventsOf(client: OpenAI, more = {}): Promise<ResponseStreamEvent[]> {
  const events = [];
  for await (const event of await client.responses.create({ ...HI, ...more, stream: true })) events.push(event);
  return events;
}

/** The types of events, each once in a row. */
const typesOf = (events: readonly { type: string }[]): string[] =>
  events.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1]);

/** What the stream of `FULL` holds, in order; pieces of one text count once. */
const EVERY_TYPE = `
  created in_progress output_item.added reasoning_summary_part.added reasoning_summary_text.delta
  reasoning_summary_text.done reasoning_summary_part.done output_item.done output_item.added
  web_search_call.in_progress web_search_call.searching web_search_call.completed output_item.done
  output_item.added mcp_call.in_progress mcp_call_arguments.delta mcp_call_arguments.done
  mcp_call.completed output_item.done output_item.added code_interpreter_call.in_progress
  code_interpreter_call_code.delta code_interpreter_call_code.done code_interpreter_call.interpreting
  code_interpreter_call.completed output_item.done output_item.added output_item.done
  output_item.added content_part.added output_text.delta output_text.annotation.added output_text.done
  content_part.done content_part.added refusal.delta refusal.done content_part.done output_item.done
  output_item.added function_call_arguments.delta function_call_arguments.done output_item.done
  output_item.added function_call_arguments.delta function_call_arguments.done output_item.done
  output_item.added custom_tool_call_input.delta custom_tool_call_input.done output_item.done
  completed
`;

test('the events of every kind of item, in the order of the service', async () => {
  const client = await start([FULL]);
  const events = await eventsOf(client);
  expect(typesOf(events)).toEqual(
    EVERY_TYPE.trim()
      .split(/\s+/)
      .map((type) => `response.${type}`),
  );
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, at) => at));
  expectValid(server);
});

test('the pieces of an item add up to it, and it is announced empty', async () => {
  const client = await start([FULL]);
  const events = await eventsOf(client);
  const deltas = events.filter((event) => event.type === 'response.output_text.delta');
  expect(deltas.length).toBeGreaterThan(1);
  expect(deltas.map(({ delta }) => delta).join('')).toBe(FULL.text);
  expect(deltas.every((delta) => 'obfuscation' in delta && 'logprobs' in delta)).toBe(true);
  const added = events.filter((event) => event.type === 'response.output_item.added').map(({ item }) => item);
  expect(added).toMatchObject([
    { type: 'reasoning', summary: [] },
    { type: 'web_search_call' },
    { type: 'mcp_call', arguments: '' },
    { type: 'code_interpreter_call', code: '', status: 'in_progress' },
    { type: 'odd_call', payload: [1] },
    { type: 'message', content: [], status: 'in_progress' },
    { type: 'function_call', arguments: '', call_id: 'call_a', status: 'in_progress' },
    { type: 'function_call', arguments: '', call_id: 'call_b' },
    { type: 'custom_tool_call', input: '', call_id: 'call_c' },
  ]);
  const done = events.filter((event) => event.type === 'response.output_item.done').map(({ item }) => item);
  const last = events.at(-1);
  expect(last?.type === 'response.completed' && last.response.output).toEqual(done);
});

test('the same reply streamed and not is the same answer', async () => {
  const client = await start([FULL, FULL]);
  const whole = await client.responses.create(HI);
  const streamed = await client.responses.stream(HI).finalResponse();
  const bare = (response: OpenAI.Responses.Response) =>
    response.output.map((item) => ({
      ...item,
      id: undefined,
      parsed_arguments: undefined,
      encrypted_content: undefined,
    }));
  expect(JSON.parse(JSON.stringify(bare(streamed)))).toMatchObject(JSON.parse(JSON.stringify(bare(whole))) as object);
  expect(streamed.output_text).toBe(FULL.text);
  expect(streamed.usage?.output_tokens).toBe(whole.usage?.output_tokens);
});

test('padding can be left out', async () => {
  const client = await start([say('hello')]);
  const events = await eventsOf(client, { stream_options: { include_obfuscation: false } });
  expect(events.some((event) => 'obfuscation' in event)).toBe(false);
});

test.each([
  [
    { text: 'so f', finishReason: 'length' },
    'response.incomplete',
    { incomplete_details: { reason: 'max_output_tokens' } },
  ],
  [{ ...call('f', '{"a'), finishReason: 'length' }, 'response.incomplete', { output: [{ status: 'incomplete' }] }],
  [
    { text: 'x', failed: { code: 'server_error', message: 'm' } },
    'response.failed',
    { error: { code: 'server_error' } },
  ],
])('how a response ends: %j', async (reply: Reply, type, response) => {
  const client = await start([reply]);
  expect((await eventsOf(client)).at(-1)).toMatchObject({ type, response });
});

test('on the wire each event has its name, and no [DONE] follows', async () => {
  await start([say('x')]);
  const response = await fetch(`${server.baseURL}/responses`, {
    method: 'POST',
    headers: { authorization: 'Bearer k' },
    body: JSON.stringify({ ...HI, stream: true }),
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = (await response.text()).split('\n\n');
  expect(events.pop()).toBe('');
  for (const event of events) expect(event).toMatch(/^event: (response\.[a-z_.]+)\ndata: \{.*"type":"\1"/);
  expect(events.at(-1)).toMatch(/^event: response\.completed\n/);
});

test('a raw list of events is sent as the script wrote it', async () => {
  const client = await start([
    { raw: [{ type: 'response.odd', sequence_number: 0 }] },
    { raw: 'event: x\ndata: {}\n\n' },
  ]);
  expect(await eventsOf(client)).toEqual([{ type: 'response.odd', sequence_number: 0 }]);
});

test('a tool loop over a stream', async () => {
  const client = await start((_request, { conversation: { step, results } }) =>
    step === 1
      ? { reasoning: {}, ...calls({ id: 'a', name: 'f', arguments: {} }, { id: 'b', name: 'f', arguments: {} }) }
      : say(results.map(({ callId, output }) => `${callId}=${output}`).join()),
  );
  const first = await client.responses.stream(HI).finalResponse();
  const output = (id: string) => ({ type: 'function_call_output' as const, call_id: id, output: id.toUpperCase() });
  const input = [output('a'), output('b')];
  const second = await client.responses
    .stream({ model: HI.model, input, previous_response_id: first.id })
    .finalResponse();
  expect(second.output_text).toBe('a=A,b=B');
  expectValid(server);
});

const TWO = calls(
  { id: 'a', name: 'f', arguments: '{"one":11111111}' },
  { id: 'b', name: 'g', arguments: '{"two":22222222}' },
);

test('interleaved items, and whole arguments', async () => {
  const client = await start([TWO, TWO], {
    faults: [
      { on: 1, fault: { order: 'interleaved' } },
      { on: 2, fault: { order: 'whole-arguments' } },
    ],
  });
  const deltas = (events: readonly ResponseStreamEvent[]) =>
    events.filter((event) => event.type === 'response.function_call_arguments.delta');
  const turns = await eventsOf(client);
  expect(deltas(turns).map((event) => event.output_index)).toEqual([0, 1, 0, 1]);
  expect(turns.at(-1)).toMatchObject({
    type: 'response.completed',
    response: { output: [{ call_id: 'a' }, { call_id: 'b' }] },
  });
  expect(deltas(await eventsOf(client)).map(({ delta }) => delta)).toEqual(['{"one":11111111}', '{"two":22222222}']);
});
