/** A request in the server's log: what tests judge by. Types only. */
import type { FaultKind } from './fault.js';
import type { Refusal } from './refusal.js';

/** One HTTP request, from its arrival to the end of its connection's part in it. */
export interface LoggedRequest {
  /** From 1, in order of arrival. Requests of every path count. */
  readonly number: number;
  /** Unix time of its arrival, in milliseconds. */
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Without those that hold credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; the text when it is none; undefined when there was none or it was dropped to stay within bounds. */
  readonly body: unknown;
  /** Status that was sent; undefined while none was. */
  readonly status?: number;
  /** Set when the request was refused. */
  readonly refusal?: Refusal;
  /** Set when the script threw or had no reply. */
  readonly failure?: string;
  /** The kind of fault that struck it. */
  readonly fault?: FaultKind;
  /** The client dropped the connection before the answer had ended. */
  readonly aborted: boolean;
  /** Milliseconds from arrival to the end; undefined while open. */
  readonly openMs?: number;
}

/** What becomes known when the answer is decided on. */
export type AnswerNote = Pick<LoggedRequest, 'status' | 'refusal' | 'failure' | 'fault'>;
/** What becomes known when the request is over. */
export type EndNote = Pick<LoggedRequest, 'aborted' | 'openMs'>;
