/** What is done about each fault of a service, told by the very errors that the client library throws. */
import OpenAI from 'openai';
import { AnswerFailed } from '../../src/models/answer-faults.js';
import { AnswerUnreadable } from '../../src/models/answer-unreadable.js';
import { KeyMissingError } from '../../src/models/provider-client.js';
import { readProviderFault, type ProviderFault } from '../../src/models/provider-fault.js';
import { ContractViolation } from '../../src/protocol/contract-violation.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const KEY = 'canary-key-0123456789';
const read = (thrown: unknown) => readProviderFault(thrown, [KEY], NOW);
/** What the client throws for an answer with this status and error. */
const answered = (
  status: number,
  error: Record<string, unknown> | undefined = {},
  headers: Record<string, string> = {},
) => OpenAI.APIError.generate(status, error && { error }, undefined, new Headers(headers));

test.each<[number, ProviderFault['retry']]>([
  [400, 'final'],
  [401, 'final'],
  [403, 'final'],
  [404, 'final'],
  [413, 'final'],
  [422, 'final'],
  [408, 'counted'],
  [409, 'counted'],
  [429, 'wait'],
  [500, 'counted'],
  [502, 'counted'],
  [503, 'wait'],
  [504, 'counted'],
  [529, 'counted'],
])('status %d: %s', (status, retry) => {
  const fault = read(answered(status, { message: 'the words of the service', code: 'its_code' }));
  expect(fault).toEqual({
    retry,
    error: { code: 'its_code', message: 'the words of the service', retryable: retry !== 'final' },
  });
});

test('a quota is no rate limit: no wait mends it, whichever field says so', () => {
  expect(read(answered(429, { code: 'insufficient_quota', message: 'no money' }, { 'retry-after': '1' }))).toEqual({
    retry: 'final',
    error: { code: 'insufficient_quota', message: 'no money', retryable: false },
  });
  expect(read(answered(429, { type: 'insufficient_quota', code: null })).retry).toBe('final');
});

test('the service says when to try again, where trying again helps', () => {
  expect(read(answered(429, {}, { 'retry-after': '7' })).afterMs).toBe(7_000);
  const usedUp = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '3s' };
  expect(read(answered(429, {}, usedUp)).afterMs).toBe(3_000);
  expect(read(answered(500, {}, usedUp)).afterMs).toBeUndefined();
  expect(read(answered(503, {}, { 'retry-after-ms': '50', 'retry-after': '7' })).afterMs).toBe(50);
  expect(read(answered(500, {}, { 'retry-after': '7' })).afterMs).toBe(7_000);
  expect(read(answered(400, {}, { 'retry-after': '7' }))).not.toHaveProperty('afterMs');
});

test('x-should-retry: false is heeded; a tool use that the service could not parse is tried again', () => {
  expect(read(answered(500, {}, { 'x-should-retry': 'false' })).retry).toBe('final');
  expect(read(answered(400, { code: 'tool_use_failed', message: 'bad call' })).retry).toBe('counted');
});

test.each([
  ['a number, as OpenRouter sends it', { code: 429, message: 'slow down' }, 'http_429'],
  ['a number in text, as LiteLLM sends it', { code: '429', type: 'throttling_error' }, 'throttling_error'],
  ['a number in text alone', { code: '429' }, 'http_429'],
  ['null, with a type', { code: null, type: 'rate_limit_error' }, 'rate_limit_error'],
  ['nothing', {}, 'http_429'],
])('a code that is %s', (_what, error, code) => {
  expect(read(answered(429, error))).toMatchObject({ retry: 'wait', error: { code } });
});

test('a body that is no JSON error keeps the status', () => {
  expect(read(answered(502, undefined))).toMatchObject({ retry: 'counted', error: { code: 'http_502' } });
});

test('faults of the network are tried again', () => {
  const refused = Object.assign(new TypeError('fetch failed'), {
    cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
  });
  expect(read(new OpenAI.APIConnectionError({ cause: refused })).retry).toBe('counted');
  expect(read(new OpenAI.APIConnectionTimeoutError())).toMatchObject({
    retry: 'counted',
    error: { code: 'model_timeout' },
  });
  expect(read(new TypeError('terminated', { cause: { code: 'UND_ERR_SOCKET' } }))).toMatchObject({
    retry: 'counted',
    error: { code: 'connection_error', message: 'terminated (UND_ERR_SOCKET)' },
  });
});

test('what is no error at all is told all the same', () => {
  for (const thrown of [undefined, null, 'x', 3, {}, { message: 4 }, { headers: {} }, { error: 'x' }]) {
    expect(read(thrown)).toMatchObject({ retry: 'counted', error: { code: 'connection_error' } });
  }
});

test('an answer that can not be read is tried again; a broken contract and a missing key are not', () => {
  expect(read(new AnswerUnreadable('chat completion', {}))).toMatchObject({
    retry: 'counted',
    error: { code: 'answer_unreadable' },
  });
  expect(read(new ContractViolation([]))).toMatchObject({ retry: 'final', error: { code: 'contract_violation' } });
  expect(read(new KeyMissingError('SOME_KEY'))).toMatchObject({ retry: 'final', error: { code: 'api_key_missing' } });
});

test('keys never get into the message, and it is bounded', () => {
  const { error } = read(
    answered(401, { message: `Incorrect API key provided: cana****6789. ${KEY} ${'x'.repeat(5_000)}` }),
  );
  expect(error.message).not.toMatch(/canary|6789/);
  expect(error.message).toHaveLength(1_000);
});

test('keys never get into the code', () => {
  expect(read(answered(400, { code: `bad key: ${KEY}` })).error.code).toBe('badkeyredacted');
  expect(read(answered(400, { code: 'its code' })).error.code).toBe('its code');
});

test('a key in an answer that can not be read goes whole, wherever it stands', () => {
  for (let at = 100; at < 260; at++) {
    const { message } = read(new AnswerUnreadable('chat completion', { page: `${'x'.repeat(at)}${KEY}` })).error;
    expect(message).not.toContain(KEY.slice(0, 6));
  }
});

test('codes are bounded', () => {
  expect(read(answered(400, { code: 'x'.repeat(5_000) })).error.code).toHaveLength(100);
});

test('what went wrong within an answer is no fault of the connection', () => {
  expect(read(new AnswerFailed({ message: 'oops' }))).toMatchObject({
    retry: 'counted',
    error: { code: 'answer_failed' },
  });
  const tooDeep = new RangeError('Maximum call stack size exceeded');
  expect(read(tooDeep)).toMatchObject({ retry: 'counted', error: { code: 'answer_unreadable' } });
});
