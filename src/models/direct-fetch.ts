/**
 * Node's fetch without its web layers, for answers that come in one piece: they take a worker more processor time than all else of
 * a model call. The process's dispatcher, which is under fetch too, is asked directly. Rules: an answer is read to its end before
 * anyone gets it, so that no half-read body is left; and what is more than a plain request goes to fetch itself (a stream, a large
 * request, what a redirect leads to, all of it where somebody put another `fetch` in the place of Node's).
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { BODY_BYTES } from './answer-room.js';
import { bytesUpTo, ERROR_BYTES } from './body-text.js';
import { headersOf, type Fetch } from './client-fetch.js';
import { decoded } from './content-coding.js';
import { globalDispatcher } from './global-dispatcher.js';
import { SILENT_MS, patientFetch } from './patient-fetch.js';
import { REDIRECTS, redirected } from './redirect.js';

/** A request as a dispatcher takes it; headers are names and values in turn. */
interface PlainRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly headers: string[];
  readonly body: string;
  readonly signal?: AbortSignal;
}

/** What of a dispatcher's answer is read. */
interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** The same with its bounds, in milliseconds. */
interface BoundedRequest extends PlainRequest {
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
}

/** A dispatcher by the one of its methods that is used: its versions differ in others. */
interface Requests {
  request(request: BoundedRequest): Promise<Answer>;
}

/** All that a plain request may say. */
const PLAIN: ReadonlySet<string> = new Set(['method', 'headers', 'body', 'signal']);
/** Longest plain request, in characters: one that a service refuses unread would hold up the next on its connection. */
const MOST_CHARS = 50_000;
/** As a key of the request, never in a text, where the quotes are escaped. */
const STREAMS = /"stream":\s*true/;
/** Answers that have no body (Fetch standard, 2.2.3). */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** `own`, made patient and, where it is Node's fetch, direct. `silentMs` as for `patientFetch`. */
export function directFetch(own: Fetch, silentMs = SILENT_MS): Fetch {
  const patient = patientFetch(own, silentMs);
  if (!isNodes(own)) return patient;
  return async (url, init = {}) => {
    const dispatcher = globalDispatcher() as Requests | undefined;
    if (typeof url !== 'string' || typeof dispatcher?.request !== 'function') return patient(url, init);
    const request = plainRequest(url, init);
    if (!request) return patient(url, init);
    const response = await ask(dispatcher, { ...request, headersTimeout: silentMs, bodyTimeout: silentMs });
    const next = redirected(url, init, response);
    return next ? patient(...next) : response;
  };
}

/** @throws {TypeError} as fetch does, or the reason of an abort. */
async function ask(dispatcher: Requests, request: BoundedRequest): Promise<Response> {
  request.signal?.throwIfAborted();
  try {
    return await responseOf(await dispatcher.request(request));
  } catch (cause) {
    throw request.signal?.aborted ? request.signal.reason : new TypeError('fetch failed', { cause });
  }
}

/** One that was put in its place, such as a tracer's or a test's, must see every request. */
function isNodes(own: Fetch): boolean {
  return own === globalThis.fetch && /\binternal\/deps\/undici\b/.test(Function.prototype.toString.call(own));
}

/** The request as a dispatcher takes it; undefined for one that says more. */
function plainRequest(url: string, init: RequestInit): PlainRequest | undefined {
  const { method, body, signal } = init;
  if (method !== 'POST' || typeof body !== 'string') return undefined;
  if (body.length > MOST_CHARS || STREAMS.test(body)) return undefined;
  if (!/^https?:/.test(url) || Object.keys(init).some((option) => !PLAIN.has(option))) return undefined;
  const { origin, pathname, search, username, password } = new URL(url);
  const given = headersOf(init);
  // Fetch names a type where none was given, and takes no other host.
  if (username || password || !given.has('content-type') || given.has('host')) return undefined;
  const lines = given.has('accept-encoding') ? [...given] : [...given, ['accept-encoding', 'identity']];
  const path = pathname + search;
  return { origin, path, method, headers: lines.flat(), body, ...(signal && { signal }) };
}

async function responseOf({ statusCode: status, headers: told, body }: Answer): Promise<Response> {
  // Whoever reads it hears of its faults; one that nobody reads must not end the process.
  body.on('error', () => undefined);
  const headers = Object.entries(told).flatMap(([name, value = []]) =>
    [value].flat().map((line): [string, string] => [name, headerText(line)]),
  );
  if (BODILESS.has(status) || (REDIRECTS.has(status) && told.location !== undefined)) {
    body.destroy();
    return new Response(null, { status, headers });
  }
  const bytes = await bytesUpTo(body, status < 400 ? BODY_BYTES : ERROR_BYTES);
  return new Response(decoded(bytes, told['content-encoding']), { status, headers });
}

/** A header's bytes, which the dispatcher reads as UTF-8 and `Headers` takes as Latin-1 alone. */
function headerText(value: string): string {
  return /^[\0-\xff]*$/.test(value) ? value : Buffer.from(value).toString('latin1');
}
