/** Mends a conversation truthfully. Pure. Rule: what is there stays to the letter, what is missing is said to be missing. */
import { examine } from './examine.js';
import type { Change, DoctorOptions, Finding } from './finding.js';
import type { Api } from './service.js';

/** A conversation that the service accepts, as far as that can be had without making anything up. */
export interface Mended {
  /** The input's own form with the mended conversation in it; the input itself when nothing had to change. */
  readonly transcript: unknown;
  readonly changes: readonly Change[];
  /** What is still wrong: only a person can decide on it. */
  readonly left: readonly Finding[];
}

/** Each pass undoes what one before made possible; in practice the second changes nothing. */
const MOST_PASSES = 4;

/**
 * Mends a list of Chat Completions messages or Responses items, or a request that holds one.
 * @throws {UnknownDumpError} when the input holds no conversation.
 * @throws {UnknownServiceError}
 */
export function mend(input: unknown, options: DoctorOptions = {}): Mended {
  let transcript = input;
  const changes: Change[] = [];
  let api: Api | undefined;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const examined = examine(transcript, options, api);
    // Once its calls are gone, a bare list might pass for the other API's.
    api = examined.api;
    if (examined.transcript === transcript) return { transcript, changes, left: examined.findings };
    transcript = examined.transcript;
    changes.push(...examined.changes);
  }
  return { transcript, changes, left: examine(transcript, options, api).findings };
}
