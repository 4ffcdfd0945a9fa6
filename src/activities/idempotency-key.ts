/**
 * The idempotency key of a call. Rule: the same call has the same key on every attempt, worker and run; another call
 * that comes to stand at its place, after a reset, has another one.
 */
import { createHash } from 'node:crypto';

/** What makes a call the same call. */
export interface KeyParts {
  readonly turnId: string;
  readonly step: number;
  readonly position: number;
  readonly callId: string;
  /** The arguments as run. */
  readonly args: unknown;
}

/** 32 hexadecimal digits. */
export function idempotencyKey({ turnId, step, position, callId, args }: KeyParts): string {
  const text = JSON.stringify([turnId, step, position, callId, args]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
