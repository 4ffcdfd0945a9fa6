/**
 * Who may ask: a key is required, in the header of OpenAI or of Azure. Rule: the refusal quotes part of the key to the
 * client, as the real service does, and never to the log. Words: continuedev/continue#9973, popjane/free_chatgpt_api#3.
 */
import type { Refusal } from './refusal.js';

/** A refused key: what is sent, and the same without any of the key. */
export interface AuthRefusal {
  readonly sent: Refusal;
  readonly logged: Refusal;
}

const NO_KEY =
  "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth " +
  "(i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API " +
  'from your browser and are prompted for a username and password. You can obtain an API key from ' +
  'https://platform.openai.com/account/api-keys.';
const AZURE =
  'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active ' +
  'subscription and use a correct regional API endpoint for your resource.';

/** The first 8 and the last 4 characters; a key too short for that is quoted whole. */
function quoted(key: string): string {
  return key.length <= 12 ? key : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}

function wrongKey(key: string): Refusal {
  return {
    status: 401,
    message: `Incorrect API key provided: ${key}. You can find your API key at https://platform.openai.com/account/api-keys.`,
    type: 'invalid_request_error',
    param: null,
    code: 'invalid_api_key',
    rule: 'auth',
  };
}

/** The key of a request, from either header; '' when it has none. */
function keyOf(headers: Headers): string {
  const bearer = /^Bearer\s+(.*)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? '';
  return bearer.trim() || (headers.get('api-key') ?? '').trim();
}

/** Refuses a request without a key, or with another key than `apiKey`; any key will do when that is undefined. */
export function authRefusal(headers: Headers, apiKey: string | undefined, azure: boolean): AuthRefusal | undefined {
  const key = keyOf(headers);
  if (key !== '' && (apiKey === undefined || key === apiKey)) return undefined;
  if (azure) {
    const refusal: Refusal = { status: 401, message: AZURE, code: '401', rule: 'auth' };
    return { sent: refusal, logged: refusal };
  }
  if (key !== '') return { sent: wrongKey(quoted(key)), logged: wrongKey('[removed]') };
  const refusal: Refusal = {
    status: 401,
    message: NO_KEY,
    type: 'invalid_request_error',
    param: null,
    code: null,
    rule: 'auth',
  };
  return { sent: refusal, logged: refusal };
}

const SECRET_HEADERS = ['authorization', 'api-key', 'x-api-key', 'proxy-authorization', 'cookie'];

/** The headers that may be logged. */
export function safeHeaders(headers: Headers): Record<string, string> {
  const entries = Object.entries(Object.fromEntries(headers));
  return Object.fromEntries(entries.filter(([name]) => !SECRET_HEADERS.includes(name)));
}
