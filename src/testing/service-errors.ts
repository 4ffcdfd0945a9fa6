/**
 * The errors that a service answers with, in its words, as faults of a plan. Pure.
 * Source of the words: semanser/codel#72 (429), ChatGPTNextWeb/NextChat#4101 (quota), crewAIInc/crewAI-examples#121
 * (context on Chat), OpenAI's guides to errors and rate limits; from memory where said.
 */
import type { StatusFault, Times } from './fault.js';
import { errorBody } from './service-error.js';

/** When a 429 says that it goes away. */
export interface RateLimit extends Times {
  /** Sent as `retry-after`: seconds (also the -1 of Azure), or a date, sent as one of HTTP. @default not sent */
  readonly retryAfter?: number | Date;
  /** Milliseconds, sent as `retry-after-ms`. @default not sent */
  readonly retryAfterMs?: number;
  /** The model that the message names. @default 'gpt-4o' */
  readonly model?: string;
}

/** Seconds until a rate limit ends, for its message. */
function secondsOf({ retryAfter, retryAfterMs }: RateLimit): number {
  if (typeof retryAfter === 'number' && retryAfter >= 0) return retryAfter;
  return retryAfterMs === undefined ? 18.642 : retryAfterMs / 1000;
}

/** A 429 that goes away. */
export function rateLimited(options: RateLimit = {}): StatusFault {
  const { retryAfter, retryAfterMs, model = 'gpt-4o', times } = options;
  const seconds = secondsOf(options);
  const message =
    `Rate limit reached for ${model} in organization org-x on tokens per min (TPM): Limit 30000, Used 14567, ` +
    `Requested 24754. Please try again in ${seconds}s. Visit https://platform.openai.com/account/rate-limits to learn more.`;
  const after = retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter;
  return {
    status: 429,
    body: errorBody({ message, type: 'tokens', code: 'rate_limit_exceeded' }),
    headers: {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-reset-tokens': `${seconds}s`,
      ...(after !== undefined && { 'retry-after': String(after) }),
      ...(retryAfterMs !== undefined && { 'retry-after-ms': String(retryAfterMs) }),
    },
    ...(times !== undefined && { times }),
  };
}

/** A 429 that does not go away by waiting. */
export function insufficientQuota(options: Times = {}): StatusFault {
  const message =
    'You exceeded your current quota, please check your plan and billing details. For more information on this ' +
    'error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.';
  const quota = 'insufficient_quota';
  return { status: 429, body: errorBody({ message, type: quota, code: quota }), ...options };
}

/** A 500. */
export function serverError(options: Times = {}): StatusFault {
  const message =
    'The server had an error while processing your request. Sorry about that! You can retry your request, or contact ' +
    'us through our help center at help.openai.com if the error persists.';
  return { status: 500, body: errorBody({ message, code: null }), ...options };
}

/** A 503. `retryAfter` is in seconds. */
export function overloaded(options: Times & { readonly retryAfter?: number } = {}): StatusFault {
  const { retryAfter, ...times } = options;
  const message = 'The engine is currently overloaded, please try again later.';
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return { status: 503, body: errorBody({ message, code: null }), headers, ...times };
}

/** What a conversation is too long for. */
export interface ContextLimit extends Times {
  /** Whose words: Chat's say how long it is, those of Responses (from memory) don't. @default 'chat' */
  readonly api?: 'chat' | 'responses';
  /** Tokens that the model can read. @default 8192 */
  readonly limit?: number;
  /** Tokens that the messages have. @default 8227 */
  readonly used?: number;
}

/** A 400 for a conversation that is longer than the model can read. */
export function contextTooLong(options: ContextLimit = {}): StatusFault {
  const { api = 'chat', limit = 8192, used = 8227, ...times } = options;
  const message =
    api === 'chat'
      ? `This model's maximum context length is ${limit} tokens. However, your messages resulted in ${used} tokens. ` +
        'Please reduce the length of the messages.'
      : 'Your input exceeds the context window of this model. Please adjust your input and try again.';
  const error = { message, type: 'invalid_request_error', code: 'context_length_exceeded' };
  return { status: 400, body: errorBody(error, api === 'chat' ? 'messages' : 'input'), ...times };
}

/** A 400 for reasoning that another service, key or model encrypted. Words from memory. */
export function invalidEncryptedContent(options: Times = {}): StatusFault {
  const message =
    'The encrypted content gAAA... could not be verified. Reason: Encrypted content could not be decrypted or parsed.';
  const error = { message, type: 'invalid_request_error', code: 'invalid_encrypted_content' };
  return { status: 400, body: errorBody(error), ...options };
}

/** Azure's 400 for a prompt that its filter refuses. Words from memory. */
export function promptFiltered(options: Times = {}): StatusFault {
  const message =
    "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify " +
    'your prompt and retry.';
  const body = { error: { message, type: null, param: 'prompt', code: 'content_filter', status: 400 } };
  return { status: 400, body, ...options };
}

/** A page of HTML from whatever stands between client and service. */
export function htmlPage(options: Times & { readonly status?: number } = {}): StatusFault {
  const { status = 502, ...times } = options;
  const body = `<html><head><title>${status} Bad Gateway</title></head><body><h1>${status} Bad Gateway</h1></body></html>`;
  return { status, body, headers: { 'content-type': 'text/html' }, ...times };
}
