/** The failures that everycall's activities throw. Rule: messages are fit for the model, and stacks stay in the log. */
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { NotEnded } from '../contract/call-tool.js';
import { FAILURE } from '../protocol/failure.js';
import { clip } from '../protocol/outcome-text.js';

/** Failure details are cut at 4 KB by the server while an activity is pending. */
const MESSAGE_CHARS = 1_000;

/** Types are names; a tool's may be of any length. */
const TYPE_CHARS = 100;

/** A delay of 0 means to the server that there is no further attempt. */
const SHORTEST_RETRY_MS = 10;

/** An application failure without a stack. */
export function failure(options: {
  type: string;
  message: string;
  nonRetryable?: boolean;
  details?: unknown[];
  nextRetryMs?: number;
  /** The worker's log has told it already: Temporal's SDK logs every attempt that fails, unless it is benign. */
  told?: boolean;
}): ApplicationFailure {
  const made = ApplicationFailure.create({
    type: clip(options.type, TYPE_CHARS),
    message: clip(options.message, MESSAGE_CHARS),
    nonRetryable: options.nonRetryable ?? false,
    ...(options.told && { category: ApplicationFailureCategory.BENIGN }),
    ...(options.details && { details: options.details }),
    ...(options.nextRetryMs !== undefined && { nextRetryDelay: Math.max(options.nextRetryMs, SHORTEST_RETRY_MS) }),
  });
  made.stack = '';
  return made;
}

/** The worker lacks the agent or the tool: the turn tries again, perhaps on another worker. */
export function missing(message: string, spent: NotEnded): ApplicationFailure {
  return failure({ type: FAILURE.missing, message, nonRetryable: true, details: [spent] });
}

/** The worker is shutting down: the turn starts the call again elsewhere if it may run again. */
export function shutDown(spent: NotEnded): ApplicationFailure {
  const message = spent.begun
    ? 'the worker was shut down while the tool ran'
    : 'the worker was shut down before the tool began';
  return failure({ type: FAILURE.shutdown, message, nonRetryable: true, details: [spent] });
}
