/** A fault of the model service, as the failure of the attempt. Pure. */
import type { ApplicationFailure } from '@temporalio/common';
import type { ProviderFault } from '../models/provider-fault.js';
import { FAILURE } from '../protocol/failure.js';
import { failure } from './call-failure.js';

/** Faults after which the turn fails; waits that the service asks for don't count. */
const FAULTS = 5;
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 30_000;

/** The failure of this attempt, and how many faults have counted so far. */
export function modelFailure(
  fault: ProviderFault,
  faults: number,
  attempt: number,
  timedOut: boolean,
): { failed: ApplicationFailure; counted: number } {
  const error = timedOut
    ? { code: 'model_timeout', message: 'the model did not answer within 10 minutes', retryable: true }
    : fault.error;
  const counted = fault.retry === 'wait' && !timedOut ? faults : faults + 1;
  const final = fault.retry === 'final' && !timedOut;
  const waitMs = fault.afterMs ?? Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), MOST_WAIT_MS);
  const failed = failure({
    type: FAILURE.model,
    message: `${error.code}: ${error.message}`,
    details: [error],
    nonRetryable: final || counted >= FAULTS,
    nextRetryMs: waitMs,
  });
  return { failed, counted };
}
