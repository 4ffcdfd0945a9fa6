/**
 * The closed set of ways in which a call can end. Rule: every call ends in exactly one of them, it is kept as a record,
 * and the model is told (as the call's output) what happened.
 */
export const OUTCOMES = [
  'ok',
  'error',
  'timeout',
  'invalid_arguments',
  'unknown_tool',
  'denied',
  'cancelled',
  'skipped',
  'interrupted',
] as const;

/**
 * - `ok`: the tool returned.
 * - `error`: it threw a final error, or used up its attempts.
 * - `timeout`: an attempt's or the whole call's deadline ended it, or it was never started in time.
 * - `invalid_arguments`: not JSON, or against the tool's schema; never retried.
 * - `unknown_tool`: no such tool; never retried.
 * - `denied`: a person said no, or the approval's deadline did.
 * - `cancelled`: the turn, or this call, was cancelled before it finished.
 * - `skipped`: a limit was reached before it could start, or the model had made the same call in too many steps in a row.
 * - `interrupted`: its worker was lost and the tool must not run twice; it may or may not have taken effect.
 */
export type Outcome = (typeof OUTCOMES)[number];
