/** The scripted model's own limit: no span holds more requests than it says, and who is refused is told when there is room. */
import { RateLimiter } from '../../src/testing/rate-limiter.js';
import { say, scriptedModel } from '../../src/testing.js';

test('a span that begins anywhere holds no more than the limit; refused requests take no room', () => {
  const limiter = new RateLimiter({ requests: 2 });
  expect(limiter.refusal(0)).toBeUndefined();
  expect(limiter.refusal(600)).toBeUndefined();
  expect(limiter.refusal(900)).toMatchObject({ status: 429, headers: { 'retry-after-ms': '100', 'retry-after': '1' } });
  expect(limiter.refusal(1_000)).toBeUndefined();
  expect(limiter.refusal(1_001)).toMatchObject({ headers: { 'retry-after-ms': '599' } });
  expect(limiter.refusal(1_600)).toBeUndefined();
});

test('over HTTP: a 429 in the words of the service, logged as a fault', async () => {
  const model = await scriptedModel({ script: [say('one')], rateLimit: { requests: 1, perMs: 60_000 } });
  try {
    const ask = () =>
      fetch(`${model.baseURL}/chat/completions`, {
        method: 'POST',
        headers: { authorization: 'Bearer k', 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] }),
      });
    expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after-ms'))).toBeGreaterThan(50_000);
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
    expect(model.requests.map(({ fault }) => fault)).toEqual([undefined, 'status']);
  } finally {
    await model.close();
  }
});
