/** The error by which a tool speaks to the model. Rule: its message is told word for word. */

const BRAND = Symbol.for('everycall.ToolError');

/** How a {@link ToolError} is treated. */
export interface ToolErrorOptions {
  /** Whether another attempt may succeed; then the tool's `retry` decides. @default false */
  readonly retryable?: boolean;
  /** What caused it: for logs, never told to the model. @default undefined */
  readonly cause?: unknown;
}

/**
 * Throw it in `execute` to tell the model, word for word, what went wrong. The model reads it after "Error: "; text beyond
 * 20,000 characters is cut.
 */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  /** Whether another attempt may succeed. */
  readonly retryable: boolean;
  readonly [BRAND] = true;

  constructor(message: string, { retryable = false, cause }: ToolErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.retryable = retryable;
  }
}

/** Whether a thrown value is a ToolError, of whichever copy of the package the tool was written with. */
export function isToolError(error: unknown): error is ToolError {
  return typeof error === 'object' && error !== null && BRAND in error;
}
