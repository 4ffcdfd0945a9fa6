/**
 * A refusal: the answer of a service to a request that it won't run, in the service's words. Pure.
 */

/** One refused request. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number;
  readonly message: string;
  /** Absent in Azure's own errors, which hold a code and a message alone. */
  readonly type?: string;
  readonly param?: string | null;
  readonly code: string | null;
  /** Which rule refused: a row such as `C1`, or a word such as `shape`, `auth`, `model`. Never sent. */
  readonly rule: string;
}

/** A 400 `invalid_request_error`, the form that nearly all refusals have. */
export function invalid(rule: string, message: string, param: string | null, code: string | null = null): Refusal {
  return { status: 400, message, type: 'invalid_request_error', param, code, rule };
}

/** The body that is sent for a refusal. */
export function refusalBody({ message, type, param, code }: Refusal): unknown {
  return { error: { message, ...(type !== undefined && { type }), ...(param !== undefined && { param }), code } };
}
