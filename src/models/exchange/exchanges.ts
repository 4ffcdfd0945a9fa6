/**
 * Recording and replaying under the clients of model services: a `fetch` that stands in for theirs. Rule: only what goes
 * to the client's own base URL is an exchange; how a client gets its token is none, and is neither written nor answered.
 */
import type OpenAI from 'openai';
import { wrapFetch, type Fetch } from '../client-fetch.js';
import { secretForms } from '../redact.js';
import { requestSecrets } from '../sent-secrets.js';
import { wireText, type ExchangeRequest, type ExchangeResponse } from './exchange.js';
import { openForWriting, readFolder } from './exchange-folder.js';
import { exchangeSettings } from './exchange-settings.js';
import { recorded, type Recording } from './recorder.js';
import { Replayer } from './replayer.js';

/** Who is told what a person should know; never throws, since an answer that was paid for is being read then. */
export type ExchangeNote = (level: 'info' | 'warn', line: string) => void;

/** What this process does with its exchanges. */
export interface Exchanges {
  readonly mode: 'record' | 'replay';
  /** From now on the client's exchanges are recorded, or answered from the recording. `secrets` are never written. */
  readonly take: (client: OpenAI, secrets: readonly string[]) => void;
}

/**
 * What the environment asks for; undefined when it asks for nothing.
 * @throws {ExchangeFolderError} when it asks for both, or for a folder that can't be used.
 */
export function openExchanges(env: NodeJS.ProcessEnv, note: ExchangeNote): Exchanges | undefined {
  const settings = exchangeSettings(env);
  if (!settings) return undefined;
  const { mode, folder } = settings;
  // The owner of a worker may bring one client for several agents.
  const taken = new WeakSet<OpenAI>();
  const once = (client: OpenAI, make: MakeExchange) => {
    if (!taken.has(client)) withFetch(client, make);
    taken.add(client);
  };
  if (mode === 'replay') {
    const exchanges = readFolder(folder);
    const replayer = new Replayer(exchanges);
    note('info', `model calls are answered from the ${exchanges.length} exchanges in ${folder}; no service is asked`);
    return { mode, take: (client) => once(client, () => replayed(replayer)) };
  }
  const before = openForWriting(folder);
  if (before > 0) note('warn', `${folder} holds ${before} exchanges already: those of this run come after them`);
  note('info', `exchanges with model services are recorded in ${folder}`);
  const recording: Recording = { folder, warn: (line) => note('warn', line) };
  return { mode, take: (client, secrets) => once(client, (own) => recordedBy(own, secrets, recording)) };
}

type MakeExchange = (own: Fetch) => (request: ExchangeRequest, ...args: Parameters<Fetch>) => Promise<Response>;

/**
 * Gives the client another `fetch` for the requests under its base URL. In place: `withOptions` makes a second client, for
 * which the package's Azure class lacks the API version.
 */
function withFetch(client: OpenAI, make: MakeExchange): void {
  const base = client.baseURL.replace(/\/$/, '');
  wrapFetch(client, (own) => {
    const exchange = make(own);
    return (...args) => {
      const request = exchangeRequest(base, ...args);
      return request ? exchange(request, ...args) : own(...args);
    };
  });
}

/** The request as it is recorded; undefined for one that is no exchange. */
function exchangeRequest(base: string, url: Parameters<Fetch>[0], init: RequestInit = {}): ExchangeRequest | undefined {
  const address = url instanceof Request ? url.url : String(url);
  if (!address.startsWith(`${base}/`) || typeof init.body !== 'string') return undefined;
  const path = address.slice(base.length).replace(/[?#].*$/, '');
  try {
    return { method: (init.method ?? 'GET').toUpperCase(), path, body: JSON.parse(init.body) as unknown };
  } catch {
    return undefined;
  }
}

function recordedBy(own: Fetch, secrets: readonly string[], recording: Recording) {
  return async (request: ExchangeRequest, ...[url, init]: Parameters<Fetch>): Promise<Response> => {
    const response = await own(url, init);
    // Read off this very request: a key may be made for each.
    return recorded(response, request, [...secrets, ...requestSecrets(url, init).flatMap(secretForms)], recording);
  };
}

function replayed(replayer: Replayer) {
  return async (request: ExchangeRequest, ...[, init]: Parameters<Fetch>): Promise<Response> => {
    init?.signal?.throwIfAborted();
    return made(await replayer.answer(request));
  };
}

/** The answer as it goes over the wire: a stream event by event. */
function made(response: ExchangeResponse): Response {
  const { status, headers, stream } = response;
  const text = wireText(response);
  if (!stream) return new Response(text, { status, headers });
  const events = text.split(/(?<=\n\r?\n)/);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const event = events.shift();
      if (event === undefined) controller.close();
      else controller.enqueue(encoder.encode(event));
    },
  });
  return new Response(body, { status, headers });
}
