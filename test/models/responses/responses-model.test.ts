/** The model class against the strict server, over HTTP: whole and streamed answers, and requests that it accepts. */
import OpenAI from 'openai';
import { AnswerFailed } from '../../../src/models/answer-faults.js';
import { AnswerUnreadable } from '../../../src/models/answer-unreadable.js';
import type { ModelAnswer, ModelRequest } from '../../../src/models/model.js';
import { ResponsesModel } from '../../../src/models/responses/responses-model.js';
import { expectValid } from '../../../src/testing/expect-valid.js';
import { calls, say, type Reply } from '../../../src/testing/reply.js';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../../../src/testing/scripted-model.js';
import { entriesOf, withResults } from './answered.js';
import { asked, HERE, request } from './requests.js';

let server: ScriptedModel;
const start = async (options: ScriptedModelOptions): Promise<ResponsesModel> => {
  server = await scriptedModel(options);
  return new ResponsesModel(new OpenAI({ baseURL: server.baseURL, apiKey: 'sk-test', maxRetries: 2 }));
};
afterEach(() => server.close());

/** A signal that nobody aborts; one a call, since the client listens to it for good. */
const calm = () => ({ signal: new AbortController().signal });
const BOTH: Reply = {
  ...calls(
    { id: 'call_a', name: 'get_weather', arguments: { city: 'Paris' } },
    { id: 'call_b', name: 'get_weather', arguments: { city: 'Oslo' } },
  ),
  text: 'Looking into both 🧐.',
  reasoning: { summary: 'Two calls at once.' },
  usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15, cachedTokens: 4, reasoningTokens: 2 },
};

/** The request after an answer whose calls have results. */
const after = (answer: ModelAnswer, more: Partial<ModelRequest> = {}): ModelRequest =>
  request({ transcript: [asked(), ...withResults(entriesOf(answer.items, HERE), 'fine')], ...more });

test('a streamed answer is the same as the plain one, and goes back as it came', async () => {
  const model = await start({ script: (_, { conversation }) => (conversation.step === 1 ? BOTH : say('Fine.')) });
  const plain = await model.call(request(), calm());
  const deltas: string[] = [];
  const streamed = await model.call(request(), { ...calm(), onText: (delta) => deltas.push(delta) });

  expect(plain.items.map(({ item }) => item.type)).toEqual(['reasoning', 'message', 'function_call', 'function_call']);
  expect(plain).toMatchObject({ finish: 'stop', repairs: [], usage: BOTH.usage! });
  const anonymous = (answer: ModelAnswer) => JSON.stringify(answer).replace(/"(rs|msg|fc)_\w+"|"[\w+/=]{20,}"/g, '""');
  expect(anonymous(streamed)).toBe(anonymous(plain));
  expect(deltas.join('')).toBe(BOTH.text);
  expect(deltas.length).toBeGreaterThan(1);

  const next = await model.call(after(streamed), calm());
  expect(next.items).toMatchObject([{ item: { type: 'message' } }]);
  const sent = server.requests.at(-1)!.body as { input: unknown[] };
  expect(JSON.stringify(sent.input.slice(1, 5))).toBe(JSON.stringify(streamed.items.map(({ item }) => item)));
  expectValid(server);
});

test('another model gets the answer without what was added to it, and says so in the repairs', async () => {
  const model = await start({ script: (_, { conversation }) => (conversation.step === 1 ? BOTH : say('Fine.')) });
  const first = await model.call(request(), calm());
  const to = { ...HERE, model: 'other' };
  const next = await model.call(after(first, { model: 'other', to }), calm());
  expect(next.repairs.map(({ kind }) => kind)).toEqual(['dropped_reasoning', 'dropped_added']);
  expectValid(server);
});

const refusal = (code: string | null, message: string, param: string | null = null) => ({
  status: 400,
  body: { error: { type: 'invalid_request_error', code, message, param } },
});

test.each([
  ['invalid_encrypted_content', 'The encrypted content gAAA...DQ== could not be verified.'],
  [null, "Item 'fc_1' of type 'function_call' was provided without its required 'reasoning' item: 'rs_1'."],
  ['400', 'litellm.BadRequestError: {"error":{"code":"invalid_encrypted_content"}}'],
])('what a service refuses of its own answers is left out, once: %s', async (code, message) => {
  const model = await start({
    script: (_, { conversation }) => (conversation.step === 1 ? BOTH : say('Fine.')),
    faults: [{ on: 2, fault: refusal(code, message) }],
  });
  const next = await model.call(after(await model.call(request(), calm())), calm());
  expect(next.items).toMatchObject([{ item: { type: 'message' } }]);
  expect(next.repairs.map(({ kind }) => kind)).toEqual(['asked_again', 'dropped_reasoning', 'dropped_added']);
  expect(server.requests).toHaveLength(3);
});

test('a model that can not encrypt its reasoning is asked for it once, not in each request', async () => {
  const model = await start({
    script: () => say('Fine.'),
    faults: [{ on: 1, fault: refusal(null, 'Encrypted content is not supported with this model.', 'include') }],
  });
  for (let n = 0; n < 2; n += 1) await model.call(request(), calm());
  const included = server.requests.map(({ body }) => (body as { include?: unknown }).include);
  expect(included).toEqual([['reasoning.encrypted_content'], undefined, undefined]);
});

test('a refusal of something else is no reason to ask again', async () => {
  const model = await start({
    script: [say('x')],
    faults: [{ on: 1, fault: refusal('invalid_value', 'No such thing.') }],
  });
  await expect(model.call(request(), calm())).rejects.toThrow('No such thing.');
  expect(server.requests).toHaveLength(1);
});

test('a fault of the service is not tried again here: that is for the turn, which counts', async () => {
  const model = await start({ script: [say('x')], faults: [{ on: 1, fault: { status: 500 } }] });
  await expect(model.call(request(), calm())).rejects.toMatchObject({ status: 500 });
  expect(server.requests).toHaveLength(1);
});

test.each([false, true])('a failed response is its error, streamed: %s', async (streams) => {
  const failed = { code: 'server_error', message: 'It broke.' };
  const model = await start({ script: () => ({ text: 'so far', failed }) });
  const asking = model.call(request(), { ...calm(), ...(streams && { onText: () => undefined }) });
  await expect(asking).rejects.toThrow(AnswerFailed);
  await expect(asking).rejects.toMatchObject({ code: 'server_error', error: failed });
});

test.each([
  ['an error page', '<html><body>502 Bad Gateway</body></html>', false],
  ['the text of a stream that nobody asked for', 'data: {"type":"response.created"}\n\n', false],
  ['an object without output', { odd: true }, false],
])('%s is no answer', async (_what, raw, streams) => {
  const model = await start({ script: () => ({ raw }) });
  const asking = model.call(request(), { ...calm(), ...(streams && { onText: () => undefined }) });
  await expect(asking).rejects.toThrow(AnswerUnreadable);
});

test('a stream that says it is JSON is read as one', async () => {
  const said = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'x' }] };
  const ended = { type: 'response.completed', response: { status: 'completed', output: [said] } };
  const body = `event: response.completed\ndata: ${JSON.stringify(ended)}\n\n`;
  const stream = { status: 200, body, headers: { 'content-type': 'application/json' } };
  const model = await start({ script: [], faults: [{ on: 1, fault: stream }] });
  const { items } = await model.call(request(), { ...calm(), onText: () => undefined });
  expect(items).toMatchObject([{ item: { type: 'message' } }]);
});

test('an error page in place of a stream is no answer', async () => {
  const page = { status: 200, body: '<html>502 Bad Gateway</html>', headers: { 'content-type': 'text/html' } };
  const model = await start({ script: [], faults: [{ on: 1, fault: page }] });
  await expect(model.call(request(), { ...calm(), onText: () => undefined })).rejects.toThrow(AnswerUnreadable);
});

test('a stream that is cut, and one that closes cleanly before its end, are no answers', async () => {
  const model = await start({
    script: () => ({ raw: [{ type: 'response.created', response: {} }] }),
    faults: [{ on: 1, fault: { cutAfterBytes: 20 } }],
  });
  const ask = () => model.call(request(), { ...calm(), onText: () => undefined });
  await expect(ask()).rejects.toBeDefined();
  await expect(ask()).rejects.toMatchObject({ code: 'stream_cut' });
});

test('an aborted call rejects with its reason, streamed or not', async () => {
  const model = await start({ script: () => say('x'), faults: [{ on: 'every', fault: { hang: true } }] });
  for (const streams of [false, true]) {
    const controller = new AbortController();
    const asking = model.call(request(), { signal: controller.signal, ...(streams && { onText: () => undefined }) });
    controller.abort(new Error('stopped'));
    await expect(asking).rejects.toBeDefined();
  }
});
