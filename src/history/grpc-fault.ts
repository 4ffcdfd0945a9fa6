/** Which faults of a request to the Temporal server pass by themselves. By code, since error classes differ between copies. */

/** gRPC status codes, as the protocol numbers them. */
const CODE = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  internal: 13,
  unavailable: 14,
} as const;

/** The gRPC status code of an error, or of the one that it wraps; undefined for any other error. */
export function grpcCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'number') return error.code;
  return 'cause' in error ? grpcCode(error.cause) : undefined;
}

/** The server is away, restarting, busy or slow. */
export function isPassing(error: unknown): boolean {
  const code = grpcCode(error);
  if (code === CODE.internal) return /RST_STREAM|without gRPC status/i.test(String(error));
  return (
    code === CODE.unavailable ||
    code === CODE.deadlineExceeded ||
    code === CODE.aborted ||
    (code === CODE.resourceExhausted && !isTooLarge(error))
  );
}

/** The answer is over the connection's limit for one message. */
export function isTooLarge(error: unknown): boolean {
  return grpcCode(error) === CODE.resourceExhausted && /larger than max/i.test(String(error));
}

/** The server no longer takes the page token. */
export function isStaleToken(error: unknown): boolean {
  const code = grpcCode(error);
  return code === CODE.invalidArgument || code === CODE.failedPrecondition;
}

/** The server knows no such workflow, or not any more. */
export function isNotFound(error: unknown): boolean {
  return grpcCode(error) === CODE.notFound;
}
