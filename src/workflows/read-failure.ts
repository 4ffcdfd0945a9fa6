/** Reads an error of the Temporal SDK as plain facts, for the pure mapping in protocol/failure. */
import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  CancelledFailure,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/common';
import type { ActivityFault } from '../protocol/failure.js';

/** What is known of a failed activity, from the error that its promise rejected with. */
export function readFault(error: unknown): ActivityFault {
  if (error instanceof ActivityFailure) {
    return { ...readCause(error.cause), retryState: error.retryState };
  }
  if (error instanceof ChildWorkflowFailure) return readCause(error.cause);
  return readCause(error);
}

/** The details of an application failure that an activity threw, or none. */
export function detailsOf(error: unknown): readonly unknown[] {
  const wrapped = error instanceof ActivityFailure || error instanceof ChildWorkflowFailure;
  const cause = wrapped ? error.cause : error;
  return cause instanceof ApplicationFailure ? (cause.details ?? []) : [];
}

function readCause(cause: unknown): ActivityFault {
  if (cause instanceof CancelledFailure) return { kind: 'cancelled', message: cause.message };
  if (cause instanceof TerminatedFailure) return { kind: 'terminated', message: cause.message };
  if (cause instanceof TimeoutFailure) {
    // The failure of the attempt before stands as the cause; the SDK leaves it out of its error, but keeps the original.
    const ranBefore = isPresent(cause.lastHeartbeatDetails) || isPresent(cause.failure?.cause);
    return { kind: 'timeout', timeout: clockOf(cause.timeoutType), message: cause.message, ranBefore };
  }
  if (cause instanceof ApplicationFailure) {
    return { kind: 'application', type: cause.type ?? undefined, message: cause.message };
  }
  return { kind: 'application', message: cause instanceof Error ? cause.message : String(cause) };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function clockOf(type: string | undefined): ActivityFault['timeout'] {
  switch (type) {
    case 'HEARTBEAT':
    case 'START_TO_CLOSE':
    case 'SCHEDULE_TO_START':
    case 'SCHEDULE_TO_CLOSE':
      return type;
    default:
      return undefined;
  }
}
