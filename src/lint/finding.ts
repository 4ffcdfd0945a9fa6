/** What is found in an agent. Types only. */
import type { WarningCode } from '../definition/warning-code.js';

/** Codes of errors: a service refuses the request, or the definition can't be used at all. */
export type ErrorCode = 'definition_error' | 'schema_refused' | 'strict_schema_refused';

/** One finding, for people and machines. */
export interface Finding {
  readonly code: ErrorCode | WarningCode;
  /** `error`: a request would be refused. `warning`: it is legal, but won't work well. */
  readonly severity: 'error' | 'warning';
  /** Name of the agent; absent where the definition of a tool, or the file, is wrong. */
  readonly agent?: string;
  /** Name of the tool, or the type of a hosted one; absent where the agent as a whole is meant. */
  readonly tool?: string;
  /** Place in the file, as `file:line:column`, where it is known. */
  readonly at?: string;
  /** What is wrong and why. */
  readonly reason: string;
  /** What to do. */
  readonly fix: string;
}

/** What a rule says; the agent's name and the severity are added. */
export interface Said<Code extends Finding['code'] = Finding['code']> extends Pick<Finding, 'tool' | 'reason' | 'fix'> {
  readonly code: Code;
}
