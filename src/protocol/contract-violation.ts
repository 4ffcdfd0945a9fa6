/** The proof of the contract, as an error: thrown before a request with a hole would be sent. Never fires in production. */
import type { Entry } from './entry.js';
import { findViolations, type Violation } from './violations.js';

const SHOWN = 5;

/** A transcript breaks the contract. Its message names at most 5 places; `violations` holds all. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';

  constructor(readonly violations: readonly Violation[]) {
    const shown = violations
      .slice(0, SHOWN)
      .map((v) => `${v.kind} at entry ${v.index} (${v.itemType} "${v.callId}")`)
      .join(', ');
    const more = violations.length > SHOWN ? ` and ${violations.length - SHOWN} more` : '';
    super(`the transcript breaks the contract of one result for every call: ${shown}${more}`);
  }
}

/**
 * Returns the transcript as it is when every call has exactly one result in its place.
 * @throws {ContractViolation} on a hole, a duplicate, a stray or a misplaced result.
 */
export function assertAnswered(entries: readonly Entry[]): readonly Entry[] {
  const violations = findViolations(entries);
  if (violations.length > 0) throw new ContractViolation(violations);
  return entries;
}
