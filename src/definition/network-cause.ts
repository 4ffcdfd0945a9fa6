/**
 * What the network did, from the causes of a thrown value: `fetch failed` alone says nothing. Rule: as for every thrown
 * value, nothing that is read throws, and only so much is read. Pure.
 */
import { thrownField as field } from './thrown-value.js';

/** Longest text that is looked at, in characters; far over what is told, so that secrets are taken out whole. */
export const MOST_CHARS = 20_000;

/** Causes that are followed: the client's error, fetch's, the socket's, and one to spare. */
const CAUSES = 5;

/** A cause that has a code. */
export interface NetworkCause {
  /** `ECONNREFUSED`, `UND_ERR_SOCKET`, … */
  readonly code: string;
  /** Where a connection was made to: the host, and its port where it is known. */
  readonly where?: string;
  readonly message?: string;
}

/** The innermost cause of a thrown value that has a code; undefined where none has one. Never throws. */
export function networkCause(thrown: unknown): NetworkCause | undefined {
  let found: NetworkCause | undefined;
  let cause = field(thrown, 'cause');
  for (let depth = 0; depth < CAUSES && cause !== undefined; depth += 1) {
    // A host with several addresses fails as an AggregateError, with an error for each of them.
    const first = field(field(cause, 'errors'), '0');
    const code = field(cause, 'code');
    if (typeof code === 'string') {
      const message = field(cause, 'message');
      const where = whereOf(cause) ?? whereOf(first);
      const said = typeof message === 'string' && message !== '' ? cut(message) : undefined;
      found = { code: cut(code), ...(where && { where }), ...(said && { message: said }) };
    }
    cause = field(cause, 'cause') ?? first;
  }
  return found;
}

/** A text with what the network did behind it, unless it says so itself. */
export function withNetwork(text: string, { code, where, message }: NetworkCause): string {
  const told = where === undefined ? (message ?? code) : `${code} ${where}`;
  return text.includes(told) ? text : `${text} (${told.includes(code) ? told : `${code}: ${told}`})`;
}

/** A code as Node and services write it: one word, so that no cause's text is told as its code. */
const WORD = /^\w{1,60}$/;

/** A text with the code behind it, unless it says so itself; for a reader whom hosts of ours don't concern. */
export function withCode(text: string, { code }: NetworkCause): string {
  return !WORD.test(code) || text.includes(code) ? text : `${text} (${code})`;
}

function whereOf(cause: unknown): string | undefined {
  const host = field(cause, 'hostname') ?? field(cause, 'address');
  const port = field(cause, 'port');
  if (typeof host !== 'string') return undefined;
  return cut(typeof port === 'number' ? `${host}:${port}` : host);
}

function cut(text: string): string {
  return text.slice(0, MOST_CHARS);
}
