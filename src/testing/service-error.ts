/** An error that the service reports, and the body that holds it. Pure. */

/** An error in a service's words. */
export interface ServiceError {
  readonly code: string | null;
  readonly message: string;
  /** @default 'server_error' */
  readonly type?: string;
  /** On a Responses stream: the documented form, without a failed response after it. @default false: as recorded */
  readonly flat?: boolean;
}

/** The body of an answer that is an error; on Chat Completions also the event that breaks off a stream. */
export function errorBody(
  { code, message, type = 'server_error' }: ServiceError,
  param: string | null = null,
): unknown {
  return { error: { message, type, param, code } };
}
