/** One exchange with a model service, as it stands in a file: readable JSON, without credentials. Types and reading. Pure. */
import { fieldsOf, isJson, type Json } from '../../protocol/json.js';

/** Says which form a file has. */
export const EXCHANGE_FORM = 'exchange/1';

/** What was asked. Neither the host nor the headers are part of it: they differ between a laptop and CI. */
export interface ExchangeRequest {
  readonly method: string;
  /** After the client's base URL, without a query: `/chat/completions`. */
  readonly path: string;
  readonly body: unknown;
}

/** What was answered: one of `body` (JSON), `stream` (the lines of server-sent events) and `text` (anything else). */
export interface ExchangeResponse {
  readonly status: number;
  /** Only those that say how to read the answer, or how long to wait. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly stream?: readonly string[];
  readonly text?: string;
}

/** One recorded exchange. */
export interface Exchange {
  readonly everycall: typeof EXCHANGE_FORM;
  readonly request: ExchangeRequest;
  readonly response: ExchangeResponse;
}

const KEPT_HEADERS = ['content-type', 'retry-after', 'retry-after-ms', 'x-should-retry'];

/** The response of an exchange from what came over the wire. */
export function responseOf(status: number, headers: Headers, text: string): ExchangeResponse {
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status, headers: Object.fromEntries(kept), ...contentOf(headers.get('content-type') ?? '', text) };
}

function contentOf(type: string, text: string): Pick<ExchangeResponse, 'body' | 'stream' | 'text'> {
  if (type.includes('text/event-stream')) return { stream: text.split('\n') };
  if (!type.includes('json')) return { text };
  try {
    return { body: JSON.parse(text) as unknown };
  } catch {
    return { text };
  }
}

/** The text that came over the wire. */
export function wireText({ stream, text, body }: ExchangeResponse): string {
  if (stream) return stream.join('\n');
  return text ?? JSON.stringify(body) ?? '';
}

/** The exchange of a file, or undefined when the file holds none. */
export function readExchange(text: string): Exchange | undefined {
  let value: Json;
  try {
    value = fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
  const { request, response } = value;
  const known = value.everycall === EXCHANGE_FORM && isRequest(request) && isResponse(response);
  return known ? { everycall: EXCHANGE_FORM, request, response } : undefined;
}

function isRequest(value: unknown): value is ExchangeRequest {
  return isJson(value) && typeof value.method === 'string' && typeof value.path === 'string' && 'body' in value;
}

function isResponse(value: unknown): value is ExchangeResponse {
  if (!isJson(value) || !isStatus(value.status) || !isJson(value.headers)) return false;
  if (!Object.values(value.headers).every((header) => typeof header === 'string')) return false;
  const { stream, text } = value;
  const isStream = Array.isArray(stream) && stream.every((line) => typeof line === 'string');
  return isStream || typeof text === 'string' || 'body' in value;
}

/** What a response can be made with; a file may have been edited by hand. */
function isStatus(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599;
}
