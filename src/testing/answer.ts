/** An answer as it goes over the wire: status, headers, and a body in the pieces in which it is written. Pure. */
import { refusalBody, type Refusal } from './refusal.js';

/** One HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** One piece for JSON, one an event for a stream. */
  readonly pieces: readonly string[];
}

/** An answer with a JSON body; text is sent as it is. */
export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, pieces: [text] };
}

/** One server-sent event; Chat's have no name. */
export function sentEvent(data: unknown, name?: string): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`;
}

/** An answer of server-sent events, made by `sentEvent`. */
export function eventAnswer(events: readonly string[]): Answer {
  const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
  return { status: 200, headers, pieces: events };
}

/** The answer to a refused request. */
export function refusalAnswer(refusal: Refusal): Answer {
  return jsonAnswer(refusal.status, refusalBody(refusal));
}
