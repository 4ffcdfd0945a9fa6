/** Says what is wrong with a conversation, for whoever holds one in memory. Pure. */
import { examine } from './examine.js';
import type { CheckedCall, DoctorOptions, Finding } from './finding.js';
import type { Api } from './service.js';

/** What is wrong, and how each call stands. */
export interface Diagnosis {
  /** No finding is an error. */
  readonly ok: boolean;
  readonly api: Api;
  readonly findings: readonly Finding[];
  readonly calls: readonly CheckedCall[];
}

/**
 * Examines a list of Chat Completions messages or Responses items, or a request that holds one.
 * @throws {UnknownDumpError} when the input holds no conversation.
 * @throws {UnknownServiceError}
 */
export function diagnose(input: unknown, options: DoctorOptions = {}): Diagnosis {
  const { api, findings, calls } = examine(input, options);
  return { ok: !findings.some(({ severity }) => severity === 'error'), api, findings, calls };
}
