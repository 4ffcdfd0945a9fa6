/** Takes a thrown value across from a thread. Rule: a ToolError stays one, and a status still decides about retries. Pure. */
import { isToolError, ToolError } from '../definition/tool-error.js';
import type { PackedError } from './thread-task.js';

/** A thrown value as data. */
export function packError(thrown: unknown): PackedError {
  if (typeof thrown !== 'object' || thrown === null) return { name: 'Error', message: String(thrown) };
  const { name, message, stack, status } = thrown as Readonly<Record<string, unknown>>;
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : 'the thread threw a value without a message',
    ...(typeof stack === 'string' && { stack }),
    ...(typeof status === 'number' && { status }),
    ...(isToolError(thrown) && { retryable: thrown.retryable }),
  };
}

/** The error as the tool's own code may throw it. */
export function unpackError({ name, message, stack, status, retryable }: PackedError): Error {
  const error =
    retryable === undefined ? Object.assign(new Error(message), { name }) : new ToolError(message, { retryable });
  if (stack !== undefined) error.stack = stack;
  return status === undefined ? error : Object.assign(error, { status });
}
