/**
 * Faults of a service, and constructors for the errors that it sends, in its words. Pure.
 * Source of the words: semanser/codel#72 (429), ChatGPTNextWeb/NextChat#4101 (quota), crewAIInc/crewAI-examples#121
 * (context), OpenAI's guides to errors and rate limits.
 */

/** How often a fault strikes. */
interface Times {
  /** How many requests it strikes at most. @default every one that its rule names */
  readonly times?: number;
}

/** An answer with this status instead of the script's. */
export interface StatusFault extends Times {
  readonly status: number;
  /** Text, or an object sent as JSON. @default the service's words for a server error */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What goes wrong with a request. */
export type Fault =
  | StatusFault
  /** The answer comes, but this many milliseconds late. */
  | (Times & { readonly delayMs: number })
  /** No answer ever comes; the connection stays open until the client drops it. */
  | (Times & { readonly hang: true })
  /** The connection is reset before the answer begins. */
  | (Times & { readonly reset: true })
  /** The connection is closed after this many bytes of the answer's body. */
  | (Times & { readonly cutAfterBytes: number })
  /** Status 200 with a body that breaks off in the middle, though HTTP says that it is whole. */
  | (Times & { readonly malformed: true });

function errorBody(message: string, type: string, code: string | null, param: string | null = null): unknown {
  return { error: { message, type, param, code } };
}

/** A 429 that goes away. */
export function rateLimited(
  options: {
    /** Seconds, sent as `retry-after`. @default not sent */
    readonly retryAfter?: number;
    /** Milliseconds, sent as `retry-after-ms`. @default not sent */
    readonly retryAfterMs?: number;
    /** The model that the message names. @default 'gpt-4o' */
    readonly model?: string;
    readonly times?: number;
  } = {},
): StatusFault {
  const { retryAfter, retryAfterMs, model = 'gpt-4o', times } = options;
  const seconds = retryAfter ?? (retryAfterMs === undefined ? 18.642 : retryAfterMs / 1000);
  const message =
    `Rate limit reached for ${model} in organization org-x on tokens per min (TPM): Limit 30000, Used 14567, ` +
    `Requested 24754. Please try again in ${seconds}s. Visit https://platform.openai.com/account/rate-limits to learn more.`;
  return {
    status: 429,
    body: errorBody(message, 'tokens', 'rate_limit_exceeded'),
    headers: {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-reset-tokens': `${seconds}s`,
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
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
  return { status: 429, body: errorBody(message, 'insufficient_quota', 'insufficient_quota'), ...options };
}

/** A 500. */
export function serverError(options: Times = {}): StatusFault {
  const message =
    'The server had an error while processing your request. Sorry about that! You can retry your request, or contact ' +
    'us through our help center at help.openai.com if the error persists.';
  return { status: 500, body: errorBody(message, 'server_error', null), ...options };
}

/** A 503. `retryAfter` is in seconds. */
export function overloaded(options: Times & { readonly retryAfter?: number } = {}): StatusFault {
  const { retryAfter, ...times } = options;
  const message = 'The engine is currently overloaded, please try again later.';
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return { status: 503, body: errorBody(message, 'server_error', null), headers, ...times };
}

/** A 400 for a conversation that is longer than the model can read. */
export function contextTooLong(
  options: Times & {
    /** Tokens that the model can read. @default 8192 */
    readonly limit?: number;
    /** Tokens that the messages have. @default 8227 */
    readonly used?: number;
  } = {},
): StatusFault {
  const { limit = 8192, used = 8227, ...times } = options;
  const message =
    `This model's maximum context length is ${limit} tokens. However, your messages resulted in ${used} tokens. ` +
    'Please reduce the length of the messages.';
  return {
    status: 400,
    body: errorBody(message, 'invalid_request_error', 'context_length_exceeded', 'messages'),
    ...times,
  };
}
