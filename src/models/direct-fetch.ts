/**
 * Node's fetch without its web layers, for answers that come in one piece: they take a worker more processor time than all else of
 * a model call. The process's dispatcher, which is under fetch too, is asked directly. Rules: an answer is read to its end before
 * anyone gets it, so that no half-read body is left; and what is more than a plain request goes to fetch itself (a stream, a large
 * request, a redirect, a `fetch` that somebody put in the place of Node's).
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { BODY_BYTES } from './answer-room.js';
import { ERROR_BYTES } from './body-text.js';
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
  readonly body: string;
  readonly signal?: AbortSignal;
}

/** What of a dispatcher's answer is read. */
interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** A dispatcher by the one of its methods that is used: its versions differ in others. */
interface Requests {
  request(request: PlainRequest & { readonly headersTimeout: number; readonly bodyTimeout: number }): Promise<Answer>;
}

/** All that a plain request may say. */
const PLAIN: ReadonlySet<string> = new Set(['method', 'headers', 'body', 'signal']);
/** Longest plain request, in characters: one that a service refuses unread would hold up the next on its connection. */
const MOST_CHARS = 50_000;
/** As a key of the request, never in a text, where the quotes are escaped. */
const STREAMS = /"stream":\s*true/;
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
    try {
      const answer = await dispatcher.request({ ...request, headersTimeout: silentMs, bodyTimeout: silentMs });
      // Whoever reads it hears of its faults; one that nobody reads must not end the process.
      answer.body.on('error', () => undefined);
      if (!ELSEWHERE.has(answer.statusCode)) return await responseOf(answer);
      answer.body.destroy();
    } catch (cause) {
      throw request.signal?.aborted ? request.signal.reason : new TypeError('fetch failed', { cause });
    }
    return patient(url, init);
  };
}

/** One that was put in its place, such as a tracer's or a test's, must see every request. */
function isNodes(own: Fetch): boolean {
  return own === globalThis.fetch && /\bundici\b/.test(Function.prototype.toString.call(own));
}

/** The request as a dispatcher takes it; undefined for one that says more. */
function plainRequest(url: Parameters<Fetch>[0], init: RequestInit): PlainRequest | undefined {
  const { method, body, signal } = init;
  if (typeof url !== 'string' || method !== 'POST' || typeof body !== 'string') return undefined;
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
  const bytes = await bytesUpTo(body, status < 400 ? BODY_BYTES : ERROR_BYTES);
  const headers = Object.entries(told).flatMap(([name, value = []]) =>
    [value].flat().map((line): [string, string] => [name, headerText(line)]),
  );
  return new Response(BODILESS.has(status) ? null : decoded(bytes, told['content-encoding']), { status, headers });
}

/** A body, or more than `most` bytes of it: whoever reads those refuses them. */
async function bytesUpTo(body: Readable, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    pieces.push(piece);
    bytes += piece.byteLength;
    if (bytes > most) break;
  }
  return Buffer.concat(pieces);
}

/** A header's bytes, which the dispatcher reads as UTF-8 and `Headers` takes as Latin-1 alone. */
function headerText(value: string): string {
  return /^[\0-\xff]*$/.test(value) ? value : Buffer.from(value).toString('latin1');
}
