/** Errors of the command line itself. Their messages are one line each, for a person. */

/** Arguments or input that can't be used: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command can't do its work: exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
