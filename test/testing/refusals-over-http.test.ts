/** Every kind of refused request, sent over real HTTP: the status and the error that the client sees. */
import { chatRefusal } from '../../src/testing/chat-refusal.js';
import { expectValid, InvalidRequestsError } from '../../src/testing/expect-valid.js';
import { say } from '../../src/testing/reply.js';
import { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from '../../src/testing/scripted-model.js';
import { REFUSED } from './refused-requests.js';
import { request, user } from './request-parts.js';

let server: ScriptedModel;
const start = async (options: Partial<ScriptedModelOptions> = {}): Promise<void> => {
  server = await scriptedModel({ script: () => say('ok'), ...options });
};
afterEach(() => server.close());

const KEY = { authorization: 'Bearer sk-test' };
const post = (body: unknown, headers: Record<string, string> = KEY, path = '/v1/chat/completions'): Promise<Response> =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test.each(REFUSED)('$what', async ({ body, options, error, rule, status = 400 }) => {
  await start(options);
  const response = await post(body);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error });
  expect(server.requests).toMatchObject([{ number: 1, body, status, refusal: { rule } }]);
  expect(() => expectValid(server)).toThrow(InvalidRequestsError);
  expect(() => expectValid(server)).toThrow(
    `1 of 1 requests were refused:\n  #1 POST /v1/chat/completions ${status} ${rule}:`,
  );
});

test('a body that is no JSON', async () => {
  await start();
  const response = await post('{"model": ');
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: chatRefusal('')?.message } });
  expect(server.requests[0]?.body).toBe('{"model": ');
});

test('no key', async () => {
  await start();
  const response = await post(request([user()]), {});
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({
    error: {
      message: expect.stringMatching(/^You didn't provide an API key\./),
      type: 'invalid_request_error',
      code: null,
    },
  });
});

test('a wrong key is quoted in part to the client, and not at all in the log', async () => {
  await start({ apiKey: 'sk-right' });
  const response = await post(request([user()]), { authorization: 'Bearer sk-proj-0123456789wxyz' });
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({
    error: {
      message:
        'Incorrect API key provided: sk-proj-**********wxyz. You can find your API key at https://platform.openai.com/account/api-keys.',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
  });
  expect(JSON.stringify(server.requests)).not.toMatch(/sk-proj|wxyz/);
});

test('the key may come in the header of Azure', async () => {
  await start({ apiKey: 'sk-right' });
  const response = await post(request([user()]), { 'api-key': 'sk-right' });
  expect(response.status).toBe(200);
  await response.text();
  expect(JSON.stringify(server.requests)).not.toContain('sk-right');
  expectValid(server);
});

test('on the path of Azure: its words, its version, its deployments', async () => {
  await start({ apiKey: 'right', models: ['prod'] });
  const path = '/openai/deployments/prod/chat/completions';
  const wrongKey = await post(request([user()]), { 'api-key': 'wrong' }, `${path}?api-version=2024-10-21`);
  expect(wrongKey.status).toBe(401);
  expect(await wrongKey.json()).toEqual({
    error: { code: '401', message: expect.stringMatching(/^Access denied due to invalid subscription key/) },
  });
  const noVersion = await post(request([user()]), { 'api-key': 'right' }, path);
  expect(await noVersion.json()).toEqual({ error: { code: '404', message: 'Resource not found' } });
  const good = await post({ messages: [user()] }, { 'api-key': 'right' }, `${path}?api-version=2024-10-21`);
  expect(await good.json()).toMatchObject({ model: 'prod' });
  expect(server.requests.map(({ status }) => status)).toEqual([401, 404, 200]);
});

test('an unknown path, and a body that is too large', async () => {
  await start({ maxBodyBytes: 1000 });
  const unknown = await post({}, KEY, '/v1/completions');
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { message: 'Invalid URL (POST /v1/completions)' } });
  const large = await post(request([user('x'.repeat(1000))]));
  expect(large.status).toBe(413);
  await large.text();
  expect(server.requests).toMatchObject([{ status: 404 }, { status: 413, body: undefined }]);
});

test('no fault hides a refusal, and a refused request uses up neither fault nor reply', async () => {
  await start({ script: [say('first')], faults: [{ on: 'every', fault: { status: 503, times: 1 } }] });
  const statuses = [];
  for (const body of [request([]), request([user()]), request([user()])]) {
    const response = await post(body);
    statuses.push(response.status);
    await response.text();
  }
  expect(statuses).toEqual([400, 503, 200]);
});
