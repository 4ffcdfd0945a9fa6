/**
 * From a failed tool activity to the call's outcome: one pure function, a row of the design's table each. The failure
 * comes as plain facts, so that the sandbox, a client reading history and tests map it alike.
 */
import type { Effect } from './effect.js';
import {
  cancelledText,
  clip,
  deadlineText,
  interruptedText,
  neverStartedText,
  notRetriedText,
  terminatedText,
  workerLostText,
} from './outcome-text.js';
import type { Outcome } from './outcome.js';

/** Types of the failures that everycall's own activities throw. */
export const FAILURE = {
  /** An attempt's clock or the call's deadline ended it. */
  timeout: 'everycall.timeout',
  /** The arguments don't fit the schema of the tool as this worker has it. */
  invalid: 'everycall.invalid',
  /** The worker was shut down while the attempt ran. */
  shutdown: 'everycall.shutdown',
  /** The worker lacks the agent or the tool. */
  missing: 'everycall.missing',
  /** No worker of the queue has the agent, as far as was seen. */
  unknownAgent: 'everycall.agent_unknown',
  /** A fault of the model service; details hold a TurnError. */
  model: 'everycall.model',
  /** The entries that a run is to go on from can't be had. */
  entriesGone: 'everycall.entries_gone',
  /** A turn ended `failed`; details hold its TurnEnd. */
  turn: 'everycall.turn_failed',
} as const;

/** What is known of a failed activity, or of the turn of a sub-agent that failed. */
export interface ActivityFault {
  readonly kind: 'application' | 'timeout' | 'cancelled' | 'terminated';
  /** Application failures: their type, e.g. `everycall.timeout` or an error's name. */
  readonly type?: string;
  /** Application failures: the message, already fit for the model. */
  readonly message: string;
  /** Timeouts: which of the activity's clocks ran out. */
  readonly timeout?: 'HEARTBEAT' | 'START_TO_CLOSE' | 'SCHEDULE_TO_START' | 'SCHEDULE_TO_CLOSE';
  /** Why the server made no further attempt. */
  readonly retryState?: string;
  /** An earlier attempt ran, as far as the failure tells. */
  readonly ranBefore?: boolean;
}

/** How a call ended, and what the model is told. */
export interface CallEnd {
  readonly outcome: Outcome;
  readonly output: string;
}

/** SDK failure type of an attempt that ended with its worker. */
const WORKER_SHUTDOWN = 'WorkerShutdown';

/** The outcome of a call whose activity failed. */
export function endOfFailure(fault: ActivityFault, effect: Effect): CallEnd {
  if (fault.kind === 'cancelled' || fault.retryState === 'CANCEL_REQUESTED') {
    return { outcome: 'cancelled', output: cancelledText(true) };
  }
  if (fault.kind === 'terminated') return { outcome: 'interrupted', output: terminatedText() };
  if (fault.type === FAILURE.timeout) return { outcome: 'timeout', output: fault.message };
  if (fault.type === FAILURE.invalid) return { outcome: 'invalid_arguments', output: fault.message };
  if (fault.timeout === 'SCHEDULE_TO_START' || fault.type === FAILURE.missing) {
    return { outcome: 'timeout', output: fault.ranBefore ? notRetriedText() : neverStartedText() };
  }
  if (workerWasLost(fault)) {
    return effect === 'once'
      ? { outcome: 'interrupted', output: interruptedText() }
      : { outcome: 'timeout', output: workerLostText() };
  }
  if (fault.retryState === 'TIMEOUT' || fault.kind === 'timeout') {
    return { outcome: 'timeout', output: deadlineText(fault.kind === 'application' ? fault.message : undefined) };
  }
  // Exceptions of other languages often have no message: their type is all that is known.
  const said = fault.message || fault.type || 'the tool failed without a message';
  return { outcome: 'error', output: `Error: ${clip(said, 1_000)}` };
}

/** The attempt's worker died, was stopped, or went silent: nobody knows how far the tool came. */
export function workerWasLost(fault: ActivityFault): boolean {
  return (
    fault.timeout === 'HEARTBEAT' ||
    fault.timeout === 'START_TO_CLOSE' ||
    fault.type === FAILURE.shutdown ||
    fault.type === WORKER_SHUTDOWN
  );
}
