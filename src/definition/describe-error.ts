/**
 * What the model is told of a thrown value. Rule: the message only, with the code of what the network did, bounded, never a
 * stack trace, and telling it never throws, whatever was thrown.
 */
import { boundedText } from './bounded-text.js';
import { networkCause, withCode } from './network-cause.js';
import { isToolError } from './tool-error.js';

/** Longest description of an error, in characters. */
const MAX_CHARS = 1_000;

/** Longest message of a ToolError, in characters. */
const MAX_TOOL_ERROR_CHARS = 20_000;

/** The call whose tool threw. */
export interface FailedCall {
  /** Name of the tool. */
  readonly tool: string;
  /** The model's id of the call. */
  readonly callId: string;
}

/** Turns a thrown value into the text for the model: see `describeError` of an agent. */
export type DescribeError = (error: unknown, call: FailedCall) => string;

/** A line of a stack trace, with its line break. */
const FRAME = /(?:\r?\n|^)[ \t]+at [^\n]*/g;

function withoutFrames(text: string): string {
  return text.replace(FRAME, '');
}

function messageOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, name, code } = error as { message?: unknown; name?: unknown; code?: unknown };
  if (typeof message === 'string' && message !== '') return message;
  // An AggregateError of Node has no message of its own.
  if (typeof message === 'string') return [name, code].filter((part) => typeof part === 'string').join(' ');
  return JSON.stringify(error);
}

/**
 * Describes a thrown value by its message, and the code of its cause where it has one (`fetch failed (ECONNREFUSED)`): at
 * most 1,000 characters, no stack trace. Never throws.
 */
export function describeThrown(error: unknown): string {
  try {
    const text = withoutFrames(messageOf(error)).trim() || 'failed without a message';
    const network = networkCause(error);
    return boundedText(network ? withCode(text, network) : text, MAX_CHARS);
  } catch {
    return 'failed with a value that has no text';
  }
}

/** An asynchronous hook has no text in time; its failure must not end the worker as an unhandled rejection. */
function ignore(answer: unknown): void {
  Promise.resolve(answer).then(undefined, () => undefined);
}

/** An agent's way to describe errors: a ToolError word for word, others by the hook; a hook that throws is passed over. */
export function errorDescriber(hook: DescribeError | undefined): DescribeError {
  return (error, call) => {
    try {
      if (isToolError(error)) return boundedText(withoutFrames(error.message), MAX_TOOL_ERROR_CHARS);
      const text: unknown = hook?.(error, call);
      if (typeof text === 'string') return boundedText(withoutFrames(text), MAX_CHARS);
      ignore(text);
    } catch {
      // The hook's own failure says nothing about the tool's.
    }
    return describeThrown(error);
  };
}
