/**
 * Calls the model as an activity. Rule: attempts are counted by the activity itself (a 429 waits without counting, a
 * lost worker doesn't count), so the server's own bound is what is left of the turn.
 */
import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { CallModelInput, CallModelOutput } from '../contract/call-model.js';
import { CALL_MODEL, modelActivityId } from '../contract/names.js';
import type { TurnError } from '../contract/turn.js';
import { FAILURE, type ActivityFault } from '../protocol/failure.js';
import { detailsOf, readFault } from './read-failure.js';
import { settledAs } from './settled-as.js';
import type { ModelReply } from './turn-effects.js';

const HEARTBEAT_MS = 10_000;
/** The wrapper's own clock ends an attempt after 10 minutes; the server's runs a little later. */
const ATTEMPT_MS = 10 * 60_000 + 10_000;
/** A finite bound on attempts that don't count (waits, lost workers). */
const ATTEMPTS = 1_000;

type ModelActivities = Record<typeof CALL_MODEL, (input: CallModelInput) => Promise<CallModelOutput>>;

/** Asks the model; never rejects. `whole` puts an answer together that came in parts. */
export function runModel(
  input: CallModelInput,
  leftMs: number,
  whole: (answer: CallModelOutput) => CallModelOutput,
): Promise<ModelReply> {
  if (leftMs <= 0) return Promise.resolve({ kind: 'out_of_time' });
  const { [CALL_MODEL]: callModel } = proxyActivities<ModelActivities>(
    modelCallOptions(modelActivityId(input.step), leftMs),
  );
  return settledAs<CallModelOutput, ModelReply>(
    callModel(input),
    (answer) => ({ kind: 'answer', answer: whole(answer) }),
    (error) => failedReply(readFault(error), detailsOf(error)),
  );
}

/** Options of an activity that calls a model: it counts its own attempts. */
export function modelCallOptions(activityId: string, leftMs: number) {
  return {
    activityId,
    startToCloseTimeout: ATTEMPT_MS,
    scheduleToCloseTimeout: leftMs,
    heartbeatTimeout: HEARTBEAT_MS,
    // The activity says itself how long a fault of the service is waited for; this is the wait after a lost worker,
    // which must not grow with the attempts before.
    retry: { initialInterval: 1_000, backoffCoefficient: 1, maximumAttempts: ATTEMPTS },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}

function failedReply(fault: ActivityFault, details: readonly unknown[]): ModelReply {
  if (fault.kind === 'cancelled' || fault.retryState === 'CANCEL_REQUESTED') return { kind: 'cancelled' };
  if (fault.kind === 'timeout' || fault.type === FAILURE.timeout) return { kind: 'out_of_time' };
  const [error] = details;
  if (fault.type === FAILURE.model && error) return { kind: 'failed', error: error as TurnError };
  // Failures of the worker itself, such as `instructions_failed`: their type is the code.
  const code = fault.type?.replace(/^everycall\./, '') ?? 'model_call_failed';
  return { kind: 'failed', error: { code, message: fault.message, retryable: false } };
}
