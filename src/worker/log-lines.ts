/**
 * The worker's log lines: one a call, one a step. Rules: never prompts, arguments or outputs; and a log that can't be written
 * (a full disk) fails no call, nor stands for what a call failed with.
 */
import type { Logger, LogMetadata } from '@temporalio/worker';
import type { CallLog } from '../activities/call-log.js';
import { orWarn } from '../activities/or-warn.js';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Writes the lines to a Temporal logger. */
export function logLines(logger: Logger): CallLog {
  const write = (level: Level, message: string, fields?: LogMetadata) =>
    orWarn('a line of the log is lost', () => logger[level](message, fields));
  return {
    call: ({ turnId, callId, tool, attempt, outcome, ms }) =>
      write('info', `call ${tool} ${outcome}`, { turnId, callId, tool, attempt, outcome, ms }),
    step: ({ turnId, step, results, calls, ms }) =>
      write('info', `step ${step}: recorded ${results} results, found ${calls} calls`, {
        turnId,
        step,
        results,
        calls,
        ms,
      }),
    thrown: ({ tool, callId, thrown }) => write('debug', `tool ${tool} threw`, { callId, error: thrown }),
    note: write,
    tool: write,
  };
}
