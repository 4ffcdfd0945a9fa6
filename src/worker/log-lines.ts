/** The worker's log lines: one a call, one a step. Rule: never prompts, arguments or outputs. */
import type { Logger } from '@temporalio/worker';
import type { CallLog } from '../activities/call-log.js';

/** Writes the lines to a Temporal logger. */
export function logLines(logger: Logger): CallLog {
  return {
    call: ({ turnId, callId, tool, attempt, outcome, ms }) =>
      logger.info(`call ${tool} ${outcome}`, { turnId, callId, tool, attempt, outcome, ms }),
    step: ({ turnId, step, results, calls, ms }) =>
      logger.info(`step ${step}: recorded ${results} results, found ${calls} calls`, {
        turnId,
        step,
        results,
        calls,
        ms,
      }),
    thrown: ({ tool, callId, thrown }) => logger.debug(`tool ${tool} threw`, { callId, error: thrown }),
    note: (level, message) => logger[level](message),
    tool: (level, message, fields) => logger[level](message, fields),
  };
}
