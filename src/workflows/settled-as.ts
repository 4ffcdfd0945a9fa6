/** How work of Temporal's is followed in the sandbox. Rule: by one promise, since each one that is made costs a stack trace. */

/** What `read` makes of what the work comes to, or `failed` of its error, or of what reading it threw. */
export function settledAs<R, T>(
  work: Promise<R>,
  read: (value: R) => T,
  failed: (error: unknown) => T | Promise<T>,
): Promise<T> {
  return work.then((value) => {
    try {
      return read(value);
    } catch (error) {
      return failed(error);
    }
  }, failed);
}
