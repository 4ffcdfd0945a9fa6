/** Faults of the model service: what is final ends the turn at once in the service's words, what may pass is tried again. */
import { rateLimited, say, insufficientQuota, contextTooLong, overloaded, serverError } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

const KEY = 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';

async function runWith(model: Parameters<typeof turnBench>[0]['model']) {
  const bench = await turnBench({ model, refusals: true });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    const view = await turn.view();
    return { result, requests: bench.model.requests.length, view, bench };
  } finally {
    await bench.close();
  }
}

test('a wrong key is final at once, and no part of the key is told', async () => {
  const { result, requests, view } = await runWith({ script: [say('never')], apiKey: 'sk-other-key-0123456789' });
  expect(result).toMatchObject({ outcome: 'failed', error: { code: 'invalid_api_key', retryable: false } });
  expect(requests).toBe(1);
  const told = JSON.stringify([result, view]);
  expect(told).toContain('Incorrect API key provided');
  for (let at = 0; at + 6 <= KEY.length; at += 1) expect(told).not.toContain(KEY.slice(at, at + 6));
});

test.each([
  ['400', { status: 400, body: { error: { message: 'Bad input here.', type: 'invalid_request_error', code: null } } }],
  ['403', { status: 403, body: { error: { message: 'Not your model.', type: 'x', code: 'forbidden_model' } } }],
  ['404', { status: 404, body: { error: { message: 'No such model.', type: 'x', code: 'model_not_found' } } }],
  ['422', { status: 422, body: { error: { message: 'Unprocessable.', type: 'x', code: null } } }],
  ['insufficient_quota', insufficientQuota()],
  ['context_length_exceeded', contextTooLong()],
])('%s is final at once, with the service’s own message', async (_, fault) => {
  const { result, requests } = await runWith({ script: [say('never')], faults: [{ on: 'every', fault }] });
  expect(result).toMatchObject({ outcome: 'failed', error: { retryable: false } });
  expect(requests).toBe(1);
});

test('429 and 503 wait as they are told and do not count', async () => {
  const waits = Array.from({ length: 7 }, (_, i) => ({
    on: i + 1,
    fault: i % 2 === 0 ? rateLimited({ retryAfterMs: 20 }) : overloaded({ retryAfter: 0 }),
  }));
  const { result, requests } = await runWith({ script: [say('made it')], faults: waits });
  expect(result).toMatchObject({ outcome: 'completed', output: 'made it', steps: 1 });
  expect(requests).toBe(8);
});

test('five faults of the service end the turn with its message', async () => {
  const fault = { ...serverError(), headers: { 'retry-after-ms': '10' } };
  const { result, requests } = await runWith({ script: [say('never')], faults: [{ on: 'every', fault }] });
  expect(result).toMatchObject({ outcome: 'failed', error: { retryable: true } });
  expect(requests).toBe(5);
});

test('a reset connection and a malformed body are tried again', async () => {
  const { result } = await runWith({
    script: [say('made it')],
    faults: [
      { on: 1, fault: { reset: true } },
      { on: 2, fault: { malformed: true } },
    ],
  });
  expect(result).toMatchObject({ outcome: 'completed', output: 'made it' });
});
