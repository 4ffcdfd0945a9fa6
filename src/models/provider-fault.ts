/**
 * Reads what a model service's client threw. Rule: the HTTP status decides, then the code, then the text; errors are
 * told apart by their fields, never by `instanceof` (Node's own errors aren't instances of Error in every realm).
 */
import type { TurnError } from '../contract/turn.js';
import { clip } from '../protocol/outcome-text.js';
import { redact } from './redact.js';
import { retryAfterMs } from './retry-after.js';

/** A fault of the service and what to do about it. */
export interface ProviderFault {
  /**
   * - `final`: trying again can't help.
   * - `counted`: try again, a bounded number of times.
   * - `wait`: the service asks to wait; doesn't count.
   */
  readonly retry: 'final' | 'counted' | 'wait';
  /** How long the service asks to wait, in milliseconds. */
  readonly afterMs?: number;
  readonly error: TurnError;
}

/** Statuses that may pass: timeout, conflict (a lock), too many requests, and all faults of the server. */
const PASSING = new Set([408, 409, 429]);

interface Thrown {
  readonly constructor?: { readonly name?: unknown };
  readonly name?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly code?: unknown;
  readonly error?: { readonly code?: unknown; readonly type?: unknown; readonly message?: unknown } | null;
  readonly headers?: { get?: (name: string) => string | null } | null;
  readonly cause?: { readonly code?: unknown; readonly message?: unknown } | null;
}

/** Classifies an error. `secrets` never appear in the result. */
export function readProviderFault(thrown: unknown, secrets: readonly string[], now: number): ProviderFault {
  const error: Thrown = typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) };
  const status = typeof error.status === 'number' ? error.status : undefined;
  const code = codeOf(error, status, secrets);
  const retry = retryOf(error, status, code);
  const afterMs = retryAfterMs((name) => error.headers?.get?.(name), now);
  return {
    retry,
    ...(afterMs !== undefined && retry !== 'final' && { afterMs }),
    error: { code, message: clip(redact(messageOf(error), secrets), 1_000), retryable: retry !== 'final' },
  };
}

function retryOf(error: Thrown, status: number | undefined, code: string): ProviderFault['retry'] {
  // Every quota error is a 429, and no wait mends it.
  if (code === 'insufficient_quota' || error.error?.type === 'insufficient_quota') return 'final';
  if (code === 'tool_use_failed') return 'counted';
  // The service's own word, which the official client heeds too.
  if (error.headers?.get?.('x-should-retry') === 'false') return 'final';
  if (error.name === 'ContractViolation') return 'final';
  if (status === undefined) return 'counted';
  if (status === 429 || status === 503) return 'wait';
  return PASSING.has(status) || status >= 500 ? 'counted' : 'final';
}

function codeOf(error: Thrown, status: number | undefined, secrets: readonly string[]): string {
  for (const code of [error.code, error.error?.code, error.error?.type]) {
    if (typeof code === 'string' && code !== '' && !/^\d+$/.test(code)) {
      return clip(cleanCode(code, secrets), 100);
    }
  }
  if (status !== undefined) return `http_${status}`;
  // The client's own errors keep the name `Error`; only their class is called so.
  if (error.name === 'TimeoutError' || error.constructor?.name === 'APIConnectionTimeoutError') return 'model_timeout';
  if (error.name === 'AnswerUnreadable') return 'answer_unreadable';
  if (error.name === 'ContractViolation') return 'contract_violation';
  return 'connection_error';
}

/** A code that held a credential keeps only what a code is made of. */
function cleanCode(code: string, secrets: readonly string[]): string {
  const clean = redact(code, secrets);
  return clean === code ? code : clean.replace(/[^\w.-]/g, '');
}

/** The service's own words; the client library puts the status before them. */
function messageOf(error: Thrown): string {
  const own = error.error?.message;
  if (typeof own === 'string' && own !== '') return own;
  const message = typeof error.message === 'string' ? error.message : 'the model call failed without a message';
  const cause = error.cause?.message ?? error.cause?.code;
  return typeof cause === 'string' ? `${message} (${cause})` : message;
}
