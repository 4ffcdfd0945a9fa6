/** What goes wrong when a person speaks to a running turn. Rule: after each of these errors but the last, nothing has changed. */
import type { RefusalCode } from '../contract/people.js';

/** The turn refused what a person said or decided; `code` says why, and nothing changed. */
export class TurnRefusedError extends Error {
  override readonly name = 'TurnRefusedError';

  constructor(
    readonly turnId: string,
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** No worker took what a person said in time. It takes effect if one does so before the server forgets it. */
export class TurnSilentError extends Error {
  override readonly name = 'TurnSilentError';

  constructor(
    readonly turnId: string,
    readonly waitedMs: number,
  ) {
    super(
      `no worker of turn "${turnId}" answered in ${waitedMs / 1_000} s: start one, look at the turn, and say it again if it isn't there`,
    );
  }
}
