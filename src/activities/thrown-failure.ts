/**
 * What a tool threw, as the failure of its attempt. Rule: hopeless faults are not retried; the message is fit for the
 * model (the agent's `describeError`) and holds none of the agent's keys, the stack stays in the worker's log; and no
 * attempt is left to begin after the call's deadline, or after its turn.
 */
import type { ApplicationFailure } from '@temporalio/common';
import type { RetryPolicy } from '../definition/policy.js';
import { redact } from '../models/redact.js';
import { FAILURE } from '../protocol/failure.js';
import { deadlineText } from '../protocol/outcome-text.js';
import type { ToolRun } from './run-tool.js';
import { failure } from './call-failure.js';
import { readThrown, thrownForLog, type Thrown } from './read-thrown.js';

/** What a tool returned that can't be recorded: it would be the same again. */
const UNRECORDABLE = new Set(['OutputNotSerialisable', 'OutputTooLarge', 'ContentRefused']);

/** Statuses that may pass; every other 4xx is hopeless. */
const PASSING = new Set([408, 409, 425, 429]);

/** The failure for what a tool threw. */
export function thrownFailure(
  thrown: unknown,
  { tool, agent, input, spent, endsAt, attempt, log, secrets: secretsOf }: ToolRun,
): ApplicationFailure {
  const secrets = secretsOf();
  const message = redact(agent.describeError(thrown, { tool: tool.name, callId: input.callId }), secrets);
  try {
    log.thrown({ tool: tool.name, callId: input.callId, thrown: redact(thrownForLog(thrown), secrets) });
  } catch {
    // A logger that chokes on the value must not hide the failure.
  }
  const known = readThrown(thrown);
  const type = redact(typeOf(known), secrets);
  if (!mayPass(known) || tool.policy.effect === 'once') return failure({ type, message, nonRetryable: true });
  const { retry } = tool.policy;
  const counted = spent.attempts - spent.cut;
  if (counted >= retry.maximumAttempts) return failure({ type, message });
  const waitMs = Math.max(backoffMs(retry, counted), known.afterMs ?? 0);
  if (Date.now() + waitMs >= endsAt) {
    return failure({ type: FAILURE.timeout, message: deadlineText(message), nonRetryable: true });
  }
  // The next attempt reads from the heartbeat when the first one began.
  attempt.heartbeat();
  return failure({ type, message, nextRetryMs: waitMs });
}

/** The wait after this many attempts, in milliseconds. */
export function backoffMs(retry: RetryPolicy, attempts: number): number {
  return Math.min(retry.initialIntervalMs * retry.backoffCoefficient ** (attempts - 1), retry.maximumIntervalMs);
}

function mayPass({ name, status, retryable }: Thrown): boolean {
  if (retryable !== undefined) return retryable;
  if (UNRECORDABLE.has(name)) return false;
  return status === undefined || status < 400 || status >= 500 || PASSING.has(status);
}

/** The failure's type in Temporal UI: the error's name, but never one of everycall's or the SDK's own. */
function typeOf({ name }: Thrown): string {
  return /^(everycall\.|WorkerShutdown$)/.test(name) ? 'Error' : name;
}
