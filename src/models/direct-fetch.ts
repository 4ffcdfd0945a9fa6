/**
 * Node's fetch without its web layers, which take a worker more processor time than all else of a model call: the process's
 * dispatcher, which is under fetch too, is asked directly. Rule: it answers and fails as fetch does, and what is more than a
 * plain request goes to fetch itself (a `fetch` that somebody put in the place of Node's, a redirect, further options).
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { headersOf, type Fetch } from './client-fetch.js';
import { decoded } from './content-coding.js';
import { globalDispatcher } from './global-dispatcher.js';
import { SILENT_MS, patientFetch } from './patient-fetch.js';

/** A request as a dispatcher takes it; headers are names and values in turn. */
interface PlainRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly headers: string[];
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What of a dispatcher's answer is read. */
interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable & { readonly dump: () => Promise<unknown> };
}

/** A dispatcher by the one of its methods that is used: its versions differ in others. */
interface Requests {
  request(request: PlainRequest & { readonly headersTimeout: number; readonly bodyTimeout: number }): Promise<Answer>;
}

/** All that a plain request may say. */
const PLAIN: ReadonlySet<string> = new Set(['method', 'headers', 'body', 'signal']);
/** Redirects of requests that were not worked; a 303 would be paid for twice. */
const ELSEWHERE: ReadonlySet<number> = new Set([301, 302, 307, 308]);
/** Answers that have no body (Fetch standard, 2.2.3). */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** `own`, made patient and, where it is Node's fetch, direct. `silentMs` as for `patientFetch`. */
export function directFetch(own: Fetch, silentMs = SILENT_MS): Fetch {
  const patient = patientFetch(own, silentMs);
  if (!isNodes(own)) return patient;
  return async (url, init = {}) => {
    const dispatcher = globalDispatcher() as Requests | undefined;
    const request = plainRequest(url, init);
    if (!request || typeof dispatcher?.request !== 'function') return patient(url, init);
    const { signal } = request;
    let answer: Answer;
    try {
      answer = await dispatcher.request({ ...request, headersTimeout: silentMs, bodyTimeout: silentMs });
    } catch (cause) {
      throw asFetchThrows('fetch failed', cause, signal);
    }
    if (!ELSEWHERE.has(answer.statusCode)) return responseOf(answer, signal);
    await answer.body.dump();
    return patient(url, init);
  };
}

/** One that was put in its place, such as a tracer's or a test's, must see every request. */
function isNodes(own: Fetch): boolean {
  return own === globalThis.fetch && /\bundici\b/.test(Function.prototype.toString.call(own));
}

/** The request as a dispatcher takes it; undefined for one that says more. */
function plainRequest(url: Parameters<Fetch>[0], init: RequestInit): PlainRequest | undefined {
  const { method = 'GET', body, signal } = init;
  if (typeof url !== 'string' || (body !== undefined && typeof body !== 'string')) return undefined;
  if (!/^https?:/.test(url) || Object.keys(init).some((option) => !PLAIN.has(option))) return undefined;
  const { origin, pathname, search, username, password } = new URL(url);
  if (username || password) return undefined;
  const given = headersOf(init);
  // Fetch names a type where none was given.
  if (body !== undefined && !given.has('content-type')) return undefined;
  const lines = given.has('accept-encoding') ? [...given] : [...given, ['accept-encoding', 'identity']];
  return {
    origin,
    path: pathname + search,
    method,
    headers: lines.flat(),
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  };
}

function responseOf({ statusCode: status, headers: told, body }: Answer, signal: AbortSignal | undefined): Response {
  const headers = Object.entries(told).flatMap(([name, value = []]) =>
    [value].flat().map((line): [string, string] => [name, headerText(line)]),
  );
  if (!BODILESS.has(status)) return new Response(bytesOf(decoded(body, told), signal), { status, headers });
  body.resume();
  return new Response(null, { status, headers });
}

/** A header's bytes, which the dispatcher reads as UTF-8 and `Headers` takes as Latin-1 alone. */
function headerText(value: string): string {
  // eslint-disable-next-line no-control-regex
  return /^[\0-\xff]*$/.test(value) ? value : Buffer.from(value).toString('latin1');
}

async function* bytesOf(body: Readable, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw asFetchThrows('terminated', cause, signal);
  }
}

function asFetchThrows(message: string, cause: unknown, signal: AbortSignal | undefined): unknown {
  return signal?.aborted ? signal.reason : new TypeError(message, { cause });
}
