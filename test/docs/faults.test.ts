/** Each row of docs/faults.md, by what the client throws for that fault: the row says its code and what happens. */
import { readFileSync } from 'node:fs';
import OpenAI from 'openai';
import { AnswerFailed, AnswerTooLarge, StreamCut } from '../../src/models/answer-faults.js';
import { AnswerUnreadable } from '../../src/models/answer-unreadable.js';
import { ContentUnsendable } from '../../src/models/content-unsendable.js';
import { StreamIdle } from '../../src/models/idle-bound.js';
import { BaseURLError, KeyMissingError } from '../../src/models/provider-client.js';
import { readProviderFault } from '../../src/models/provider-fault.js';

type Body = Readonly<Record<string, unknown>>;

/** What the client throws for an answer with this status and error. */
const http = (status: number, error: Body = {}, headers: Record<string, string> = {}) =>
  OpenAI.APIError.generate(status, { error }, undefined, new Headers(headers));
/** What the client throws for an error in a stream that began with status 200. */
const event = (error: Body) => new OpenAI.APIError(undefined, error, undefined, new Headers());
const connection = (cause: Body) =>
  new OpenAI.APIConnectionError({ cause: Object.assign(new TypeError('fetch failed'), { cause }) });
const page = '<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body></html>';
const litellm = (message: string) => ({ message, type: null, param: null, code: '400' });

/** Faults by row; each of a row must end as it says. */
const FAULTS: Readonly<Record<string, readonly unknown[]>> = {
  '429, a rate limit': [http(429, { code: 'rate_limit_exceeded', type: 'tokens', message: 'Rate limit reached' })],
  '429 whose only sign is the text of a proxy': [http(429, { code: '429', type: 'throttling_error', message: 'slow' })],
  '429 with a numeric code (OpenRouter)': [http(429, { code: 429, message: 'Provider returned error' })],
  '429 that calls a limit of a minute a quota, and says when (Gemini)': [
    http(429, {
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      message: 'You exceeded your current quota, please check your plan. Please retry in 22.5s.',
    }),
  ],
  '429, quota used up: in the code, the type or only the text': [
    http(429, { code: 'insufficient_quota' }),
    http(429, { code: null, type: 'insufficient_quota' }),
    http(429, { code: '429', type: 'throttling_error', message: 'OpenAIException - You exceeded your current quota' }),
  ],
  '402, no balance (DeepSeek, OpenRouter)': [
    http(402, { message: 'Insufficient Balance', code: 'invalid_request_error' }),
    http(402, { message: 'Insufficient credits. Add more.', code: 402 }),
  ],
  '429 or 413 for one request over the limit of a minute': [
    http(429, { code: 'rate_limit_exceeded', message: 'Request too large for gpt-x on tokens per min: Limit 3' }),
    http(413, { code: 'rate_limit_exceeded', message: 'Request too large for model `x`: Limit 6000, Requested 7000' }),
  ],
  'Context too long, by its code': [http(400, { code: 'context_length_exceeded', message: 'too long' })],
  'Context too long, by its text alone (LiteLLM, Gemini, vLLM, xAI)': [
    http(400, litellm('litellm.ContextWindowExceededError: litellm.BadRequestError: mock')),
    http(400, { code: 400, message: 'The input token count (5000) exceeds the maximum number of tokens allowed.' }),
    http(400, { type: 'BadRequestError', message: "This model's maximum context length is 4096 tokens." }),
    http(400, { message: "This model's maximum prompt length is 131072 but the request contains 537812 tokens" }),
    http(500, { message: 'the request exceeds the available context size' }),
    http(400, { type: 'invalid_request_error', message: 'prompt is too long: 213462 tokens > 200000 maximum' }),
    event({ code: 'context_length_exceeded', message: 'Your input exceeds the context window of this model.' }),
  ],
  'Content filter, HTTP 400 (Azure, also behind a proxy)': [
    http(400, { code: 'content_filter', type: null, param: 'prompt', message: 'The response was filtered' }),
    http(400, { code: '400', provider_specific_fields: { innererror: { code: 'ResponsibleAIPolicyViolation' } } }),
    http(400, litellm('litellm.BadRequestError: litellm.ContentPolicyViolationError: AzureException')),
    http(400, { message: 'Content Exists Risk', type: 'invalid_request_error', code: 'invalid_request_error' }),
  ],
  'Unknown model, 404 or 400': [
    http(404, { code: 'model_not_found', message: 'The model `m` does not exist or you do not have access to it.' }),
    http(400, { code: 'model_not_found', message: "The requested model 'm' does not exist." }),
    http(404, { type: 'api_error', message: 'model "m" not found, try pulling it first' }),
    http(400, litellm('Invalid model name passed in model=m')),
  ],
  'Wrong key': [http(401, { code: 'invalid_api_key', message: 'Incorrect API key provided: x' })],
  "The key's environment variable is empty": [new KeyMissingError('SOME_KEY')],
  'The address in `OPENAI_BASE_URL` is none, or holds a password': [new BaseURLError('a URL')],
  'Content that the API has no form for: audio of a tool, `item_reference`': [
    new ContentUnsendable('the input', 'audio', 'give text'),
  ],
  'Any other 4xx': [http(422, { message: 'Unprocessable.' })],
  '408, 409 or 425': [http(409)],
  'A call that the service could not read (Groq)': [http(400, { code: 'tool_use_failed', message: 'Failed to call' })],
  '500, 502 or 504': [http(500, { type: 'server_error', code: null }), http(504, { code: 'server_error' })],
  '502 with an HTML page of a proxy': [OpenAI.APIError.generate(502, undefined, page, new Headers())],
  '503, overloaded': [http(503)],
  '200 with an HTML page, or with JSON that is no answer': [
    new AnswerUnreadable('chat completion', page),
    new AnswerUnreadable('chat completion', { detail: 'x' }),
  ],
  '200 with an error in place of an answer': [
    new AnswerUnreadable('chat completion', { error: { code: 502, message: 'Upstream error' } }),
  ],
  '200 with an error that has no code': [new AnswerFailed({ message: 'oops' })],
  "The service says by `x-should-retry: false` that it won't help": [http(500, {}, { 'x-should-retry': 'false' })],
  'Connection refused, or no such host': [
    connection({ code: 'ECONNREFUSED', address: '127.0.0.1', port: 1 }),
    connection({ code: 'ENOTFOUND', hostname: 'api.example.test' }),
  ],
  'Connection lost in the middle of an answer': [
    new TypeError('terminated', { cause: { code: 'UND_ERR_SOCKET', message: 'other side closed' } }),
  ],
  'A stream that ends without its last event': [new StreamCut('response.completed', 3)],
  'A stream that sends nothing for 4 minutes': [new StreamIdle(3, 240_000)],
  'No answer within 10 minutes': [
    new OpenAI.APIConnectionTimeoutError(),
    connection({ code: 'UND_ERR_HEADERS_TIMEOUT', message: 'Headers Timeout Error' }),
  ],
  'An error event in a stream: rate limit': [
    event({ code: 'rate_limit_exceeded', message: 'Rate limit reached' }),
    new AnswerFailed({ code: 'rate_limit_exceeded', message: 'Rate limit reached' }),
  ],
  'An error event in a stream: quota': [
    event({ type: 'insufficient_quota', code: 'insufficient_quota', message: 'no money' }),
    new AnswerFailed({ type: 'insufficient_quota', message: 'no money' }),
  ],
  "An error event in a stream: the server's fault": [
    event({ type: 'server_error', code: null, message: 'sorry' }),
    new AnswerFailed({ code: 'server_error', message: 'sorry' }),
  ],
  'An error event in a stream: the prompt is refused': [new AnswerFailed({ code: 'invalid_prompt', message: 'no' })],
  'An event of a stream that is not JSON': [new SyntaxError('Unexpected token')],
  'An answer over 16 MB, 64 MB of JSON, or 2,000 items': [
    new AnswerTooLarge('the answer', 20_000_000, 'bytes', 16_000_000),
  ],
};

const WHAT_HAPPENS = { final: 'ends', counted: 'retries', wait: 'waits' } as const;

/** The rows of the first table: its three cells, without backquotes round the code. */
const ROWS = readFileSync('docs/faults.md', 'utf8')
  .split('\n')
  .filter((line) => /^\|.*\| (ends|retries|waits) +\|$/.test(line))
  .map((line) => line.slice(1, -1).split('|'))
  .map(([fault = '', code = '', happens = '']) => ({
    fault: fault.trim(),
    code: code.trim().replaceAll('`', ''),
    happens: happens.trim(),
  }));

test.each(ROWS)('$fault: $code, $happens', ({ fault, code, happens }) => {
  expect(FAULTS[fault] ?? []).not.toEqual([]);
  for (const thrown of FAULTS[fault] ?? []) {
    const { retry, error } = readProviderFault(thrown, [], 0);
    expect({ code: error.code, happens: WHAT_HAPPENS[retry] }).toEqual({ code, happens });
    expect(error.retryable).toBe(happens !== 'ends');
    expect(error.message).not.toMatch(/<[a-z]/);
    expect(error.message.length).toBeGreaterThan(1);
  }
});

test('every fault that is tried has its row', () => {
  expect(ROWS.map(({ fault }) => fault)).toEqual(Object.keys(FAULTS));
});
