/** A fault of the model service, as the failure of the attempt, and what the next attempt must know. Pure. */
import type { ApplicationFailure } from '@temporalio/common';
import type { ProviderFault } from '../models/provider-fault.js';
import { FAILURE } from '../protocol/failure.js';
import { clip } from '../protocol/outcome-text.js';
import { failure } from './call-failure.js';
import type { FallenModel, ModelProgress } from './model-progress.js';

/** Faults after which a model is given up; waits that the service asks for don't count while no other model is left. */
const FAULTS = 5;
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 30_000;

/** The attempt that met the fault. */
export interface FailedAttempt {
  /** From 1. */
  readonly attempt: number;
  /** The model that was asked. */
  readonly model: string;
  readonly progress: ModelProgress;
  /** The attempt ran out of its 10 minutes. */
  readonly timedOut: boolean;
  /** Another model of the agent is left. */
  readonly another: boolean;
  /** A request was made; a call that was held back before it counts as no attempt. */
  readonly asked: boolean;
}

/** The failure of this attempt, and what the next one must know. */
export function modelFailure(
  fault: ProviderFault,
  at: FailedAttempt,
): { failed: ApplicationFailure; next: ModelProgress } {
  const { attempt, timedOut, progress } = at;
  const error = timedOut
    ? { code: 'model_timeout', message: 'the model did not answer within 10 minutes', retryable: true }
    : fault.error;
  // Nothing but a fault of the service is mended by asking another one.
  const another = at.another && error.code !== 'contract_violation';
  const waits = fault.retry === 'wait' && !timedOut;
  const faults = !at.asked || (waits && !another) ? progress.faults : progress.faults + 1;
  const final = fault.retry === 'final' && !timedOut;
  // Where another model can be asked, nobody waits for long.
  const tooLong = another && (timedOut || (fault.afterMs ?? 0) > MOST_WAIT_MS);
  const over = final || faults >= FAULTS || tooLong;
  const message = `${error.code}: ${error.message}`;
  if (over && another) {
    const fallen = [...progress.fallen, { model: at.model, code: error.code }];
    const failed = failure({ type: FAILURE.model, message, details: [error], nextRetryMs: 0 });
    return { failed, next: { faults: 0, since: attempt + 1, fallen } };
  }
  const waitMs = fault.afterMs ?? Math.min(FIRST_WAIT_MS * 2 ** (attempt - progress.since), MOST_WAIT_MS);
  const told = { ...error, message: clip(`${error.message}${beforeText(progress.fallen)}`, 2_000) };
  const failed = failure({
    type: FAILURE.model,
    message,
    details: [told],
    nonRetryable: over,
    nextRetryMs: waitMs,
  });
  return { failed, next: { ...progress, faults, since: progress.since + (at.asked ? 0 : 1) } };
}

function beforeText(fallen: readonly FallenModel[]): string {
  if (fallen.length === 0) return '';
  return ` (before it: ${fallen.map(({ model, code }) => `${model}: ${code}`).join(', ')})`;
}
