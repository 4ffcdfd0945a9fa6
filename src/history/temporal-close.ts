/**
 * The end of a turn that Temporal itself closed, so that the turn could record nothing: its result, and what becomes of
 * the calls that were open. Rule: the texts are true and say what is not known. Pure.
 */
import { endOfFailedSubTurn } from '../contract/sub-turn.js';
import type { TurnEnd, TurnError, TurnResult, TurnTotals } from '../contract/turn.js';
import { isTurnEnd } from '../contract/turn-end.js';
import type { ToolPolicy } from '../definition/policy.js';
import { endOfFailure, FAILURE, type CallEnd } from '../protocol/failure.js';
import { cancelledText, clip } from '../protocol/outcome-text.js';
import type { CallRecord } from './call-record.js';
import type { TurnClosed } from './history-fact.js';

/** The end that the turn recorded when it closed; undefined when Temporal closed it. */
export function recordedEnd(closed: TurnClosed, marker: TurnEnd | undefined): TurnEnd | undefined {
  if (closed.how === 'completed') return isTurnEnd(closed.result) ? closed.result : undefined;
  if (closed.how === 'cancelled') return marker;
  const failure = closed.how === 'failed' && closed.failure?.type === FAILURE.turn ? closed.failure.details : undefined;
  return isTurnEnd(failure) ? failure : undefined;
}

/** The result of a turn that recorded none. */
export function resultOf(closed: TurnClosed, totals: TurnTotals): TurnResult<unknown> {
  const error = closeError(closed);
  return error ? { outcome: 'failed', error, ...totals } : { outcome: 'cancelled', ...totals };
}

/** Whether Temporal itself closed the turn, by somebody's hand or its clock, so that it could count nothing any more. */
export function wasClosedByForce(result: TurnResult<unknown>): boolean {
  return result.outcome === 'failed' && (result.error.code === 'terminated' || result.error.code === 'timed_out');
}

/** Why a turn that Temporal closed has failed; undefined when it was cancelled. */
function closeError(closed: TurnClosed): TurnError | undefined {
  switch (closed.how) {
    case 'cancelled':
      return undefined;
    case 'terminated': {
      const why = closed.reason ? `: ${clip(closed.reason, 1_000)}` : '';
      return {
        code: 'terminated',
        message: `the turn was terminated by ${closed.identity || 'somebody'}${why}`,
        retryable: true,
      };
    }
    case 'timed_out':
      return { code: 'timed_out', message: 'the turn ran into the time limit of its workflow', retryable: true };
    case 'continued_as_new':
      return { code: 'continued', message: 'the turn goes on in another run', retryable: false };
    case 'completed':
      return {
        code: 'unreadable_end',
        message: 'the workflow returned something that is no end of a turn',
        retryable: false,
      };
    default: {
      const said = clip(closed.failure?.message || 'no message', 1_000);
      return { code: 'workflow_failed', message: `the workflow failed: ${said}`, retryable: false };
    }
  }
}

/** What of a tool's policy the end of its open call depends on. */
export type OpenTool = Pick<ToolPolicy, 'effect' | 'local'>;

/**
 * What is recorded for a call that was open when Temporal closed its turn. A local tool's start isn't in history, so that
 * such a call counts as started.
 */
export function endOfOpenCall(record: CallRecord, { effect, local }: OpenTool, closed: TurnClosed): CallEnd {
  if (record.planned) return record.planned;
  const started = record.scheduledAt !== undefined || local === true;
  if (!started || closed.how === 'cancelled') return { outcome: 'cancelled', output: cancelledText(started) };
  if (record.fault && record.turnId === undefined) return endOfFailure(record.fault, effect);
  if (record.fault) {
    const { outcome, output: told } = endOfFailedSubTurn(record.fault, record.fault.details);
    return { outcome, output: told };
  }
  const output = 'Interrupted: the turn was closed before the call finished. It may or may not have taken effect.';
  return { outcome: 'interrupted', output };
}
