/**
 * A server's answers over HTTP, watched. Rules: no message is longer than what is taken over stdio, so that no server fills a
 * worker's memory; and an answer that ends without its message is told, where the SDK would wait for it as long as the call may
 * take.
 */
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { fieldsOf } from '../protocol/json.js';
import { EventMeter } from './event-meter.js';

/** Longest message, in bytes: the SDK's own bound over stdio. */
export const MESSAGE_BYTES = 10 * 1024 * 1024;
/** What is read of an answer that is an error. */
const ERROR_BYTES = 64 * 1024;
/** What the SDK has read already, it handles within this time, in milliseconds. */
const SETTLE_MS = 500;

/** Error codes of our own, in the range that JSON-RPC leaves to implementations. */
export const LOST = -32_098;
export const TOO_LONG = -32_099;

/** A message is longer than 10 MiB. */
export class MessageTooLong extends Error {
  override readonly name = 'MessageTooLong';
  readonly code = TOO_LONG;

  constructor() {
    super(`its answer has more than ${MESSAGE_BYTES} bytes`);
  }
}

/** The requests of a connection that wait for their answers. */
export class WatchedAnswers {
  readonly #waiting = new Set<RequestId>();
  #transport: Transport | undefined;

  /** Hears of each message of a transport that isn't open yet, before the SDK does. */
  watch(transport: Transport): void {
    this.#transport = transport;
    Object.assign(transport, {
      onmessage: (message) => {
        if ('id' in message && !('method' in message) && message.id !== undefined) this.#waiting.delete(message.id);
      },
      onclose: () => this.#waiting.clear(),
    } satisfies Pick<Transport, 'onmessage' | 'onclose'>);
  }

  /** `fetch` for the SDK. */
  readonly fetch = async (url: string | URL, init?: RequestInit): Promise<Response> => {
    // Nothing is asked of a server's own messages: a stream for them would be one more to keep open, and to lose.
    if (isStandalone(init)) return new Response(null, { status: 405 });
    const sent = sentIn(init?.body);
    // Whoever cancelled a request waits for it no longer.
    if (sent.cancels !== undefined) this.#waiting.delete(sent.cancels);
    const response = await fetch(url, init);
    if (!response.body) return response;
    const isStream = response.ok && /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
    if (isStream && sent.asks !== undefined) this.#waiting.add(sent.asks);
    const body = isStream ? this.#events(response.body, sent.asks) : bounded(response.body, response.ok);
    const { status, statusText, headers } = response;
    return new Response(ReadableStream.from(body), { status, statusText, headers });
  };

  async *#events(body: AsyncIterable<Uint8Array>, id: RequestId | undefined): AsyncGenerator<Uint8Array> {
    const meter = new EventMeter();
    try {
      for await (const chunk of body) {
        if (meter.longest(chunk) > MESSAGE_BYTES) throw new MessageTooLong();
        yield chunk;
      }
    } catch (error) {
      if (error instanceof MessageTooLong) this.#tooLong(id, error);
      throw error;
    } finally {
      // With an id the server can send the rest of the stream again, and the SDK asks it to.
      if (id !== undefined && !meter.sawId) this.#lost(id);
    }
  }

  #tooLong(id: RequestId | undefined, error: MessageTooLong): void {
    if (id === undefined) void this.#transport?.close();
    else this.#fail(id, TOO_LONG, error.message);
  }

  #lost(id: RequestId): void {
    setTimeout(() => this.#fail(id, LOST, 'its answer ended too early'), SETTLE_MS).unref();
  }

  #fail(id: RequestId, code: number, message: string): void {
    if (this.#waiting.has(id)) this.#transport?.onmessage?.({ jsonrpc: '2.0', id, error: { code, message } });
  }
}

/** The SDK opens a stream beside its requests; with an id it is the rest of one that was lost. */
function isStandalone(init: RequestInit | undefined): boolean {
  return init?.method === 'GET' && !new Headers(init.headers).has('last-event-id');
}

/** What is not a stream of events: a message, or an error, of which the beginning is enough. */
async function* bounded(body: AsyncIterable<Uint8Array>, ok: boolean): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (ok && bytes > MESSAGE_BYTES) throw new MessageTooLong();
    yield chunk;
    if (!ok && bytes > ERROR_BYTES) return;
  }
}

/** The request that a body asks, or cancels. */
function sentIn(body: unknown): { readonly asks?: RequestId; readonly cancels?: RequestId } {
  if (typeof body !== 'string') return {};
  const { id, method, params } = fieldsOf(JSON.parse(body) as JSONRPCMessage);
  const cancels = method === 'notifications/cancelled' ? fieldsOf(params).requestId : undefined;
  return { ...(method !== undefined && isId(id) && { asks: id }), ...(isId(cancels) && { cancels }) };
}

function isId(value: unknown): value is RequestId {
  return typeof value === 'string' || typeof value === 'number';
}
