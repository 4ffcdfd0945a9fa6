/** What services say in error bodies of any form reaches the turn's error. */
import OpenAI from 'openai';
import { errorBody, readErrorBodies } from '../../src/models/error-body.js';
import { readProviderFault } from '../../src/models/provider-fault.js';

/** The fault that is read of an answer with this body. */
async function faultOf(status: number, body: string, headers: Record<string, string> = {}) {
  let requests = 0;
  const client = new OpenAI({
    apiKey: 'none',
    maxRetries: 0,
    fetch: () => {
      requests += 1;
      return Promise.resolve(new Response(body, { status, headers }));
    },
  });
  readErrorBodies(client);
  readErrorBodies(client);
  const call = client.chat.completions.create({ model: 'm', messages: [] });
  const fault = await call.then(
    () => undefined,
    (error: unknown) => readProviderFault(error, [], 0),
  );
  expect(requests).toBe(1);
  return fault;
}

test.each<[string, number, unknown, string, string]>([
  [
    'a list (Gemini)',
    429,
    [{ error: { code: 429, message: 'Quota. Please retry in 2s.', status: 'RESOURCE_EXHAUSTED' } }],
    'RESOURCE_EXHAUSTED',
    'Quota. Please retry in 2s.',
  ],
  [
    'fields at the top (Mistral)',
    400,
    { object: 'error', message: 'Bad id', type: 'invalid_function_call', code: '3280' },
    'invalid_function_call',
    'Bad id',
  ],
  ['detail (FastAPI)', 422, { detail: 'No such thing' }, 'http_422', 'No such thing'],
  ['a list of details', 422, { detail: [{ loc: ['body'], msg: 'x' }] }, 'http_422', '[{"loc":["body"],"msg":"x"}]'],
  ['fields of its own', 500, { fault: 'x' }, 'http_500', '{"fault":"x"}'],
  ['the usual form', 400, { error: { code: 'c', message: 'as it is' } }, 'c', 'as it is'],
  ['a text as the error', 400, { error: 'just text' }, 'http_400', 'just text'],
])('%s', async (_what, status, body, code, message) => {
  expect(await faultOf(status, JSON.stringify(body))).toMatchObject({ error: { code, message } });
});

test('headers stay: the wait that is asked for', async () => {
  expect(await faultOf(429, '{"message":"slow"}', { 'retry-after': '3' })).toMatchObject({
    retry: 'wait',
    afterMs: 3_000,
  });
});

test.each(['', 'no JSON', '[]', '"text"', 'null', '[1]'])('what has no fields stays as it is: %s', (text) => {
  expect(errorBody(text)).toBe(text);
});
