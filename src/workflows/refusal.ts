/** What a turn answers when it can't do what a person says. Rule: it is thrown before anything changed. */
import type { RefusalCode } from '../contract/people.js';

/** A refusal; `code` tells programs why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}
