/**
 * What to do about what a model service's client threw. Rule: a fault that is known by name decides, then the HTTP
 * status (or the one that its code stands for); errors are told apart by their fields, never by `instanceof` (Node's own
 * errors aren't instances of Error in every realm). docs/faults.md has a row for each.
 */
import type { TurnError } from '../contract/turn.js';
import { clip } from '../protocol/outcome-text.js';
import { faultText } from './fault-text.js';
import { knownFault, statusOfCodes } from './known-faults.js';
import { redact } from './redact.js';
import { rateLimitResetMs, retryAfterMs } from './retry-after.js';
import { thrownFields, type ThrownFields } from './thrown-fields.js';

/** A fault of the service and what to do about it. */
export interface ProviderFault {
  /**
   * - `final`: trying again can't help.
   * - `counted`: try again, a bounded number of times.
   * - `wait`: the service asks to wait; doesn't count.
   */
  readonly retry: 'final' | 'counted' | 'wait';
  /** How long the service asks to wait, in milliseconds; at most an hour. */
  readonly afterMs?: number;
  readonly error: TurnError;
}

/** Statuses that may pass: timeout, conflict (a lock), too early, too many requests, and all faults of the server. */
const PASSING = new Set([408, 409, 425, 429]);

/** Classifies an error. `secrets` never appear in the result. Never throws, whatever was thrown. */
export function readProviderFault(thrown: unknown, secrets: readonly string[], now: number): ProviderFault {
  const fields = thrownFields(thrown);
  const { codes, header } = fields;
  const text = fields.said ?? fields.message ?? '';
  const saidMs = retryAfterMs(header, now, text);
  const status = fields.status ?? statusOfCodes(codes);
  const known = knownFault({ codes, text, status, saysWhen: saidMs !== undefined });
  const afterMs = saidMs ?? (status === 429 ? rateLimitResetMs(header) : undefined);
  const retry = known?.retry ?? retryOf(fields, status);
  const code = known?.code ?? codeOf(fields, secrets);
  return {
    retry,
    ...(afterMs !== undefined && retry !== 'final' && { afterMs }),
    error: { code, message: clip(redact(faultText(fields), secrets), 1_000), retryable: retry !== 'final' },
  };
}

function retryOf({ name, header }: ThrownFields, status: number | undefined): ProviderFault['retry'] {
  // The service's own word, which the official client heeds too.
  const word = header('x-should-retry');
  if (name === 'ContractViolation' || word === 'false') return 'final';
  if (status === undefined) return 'counted';
  if (status === 429 || status === 503) return 'wait';
  return PASSING.has(status) || status >= 500 || word === 'true' ? 'counted' : 'final';
}

/** Codes of what went wrong before any service could name it, by the error's name. */
const CODE_OF_NAME: ReadonlyMap<string, string> = new Map([
  ['TimeoutError', 'model_timeout'],
  ['APIConnectionTimeoutError', 'model_timeout'],
  ['AnswerUnreadable', 'answer_unreadable'],
  ['AnswerFailed', 'answer_failed'],
  // The client's JSON.parse of a body, or of an event of a stream.
  ['SyntaxError', 'answer_unreadable'],
  // Fields within fields without end.
  ['RangeError', 'answer_unreadable'],
  ['ContractViolation', 'contract_violation'],
]);

/** Node's fetch gives up on a silent service; one that a worker's owner brought may do so after 5 minutes. */
const SILENCE = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function codeOf({ codes, status, name, className, network }: ThrownFields, secrets: readonly string[]): string {
  const [code] = codes;
  if (code !== undefined) return clip(cleanCode(code, secrets), 100);
  if (status !== undefined) return `http_${status}`;
  if (network && SILENCE.has(network.code)) return 'model_timeout';
  return CODE_OF_NAME.get(name ?? '') ?? CODE_OF_NAME.get(className ?? '') ?? 'connection_error';
}

/** A code that held a credential keeps only what a code is made of. */
function cleanCode(code: string, secrets: readonly string[]): string {
  const clean = redact(code, secrets);
  return clean === code ? code : clean.replace(/[^\w.-]/g, '');
}
