/**
 * Reads what a tool threw. Rule: total. A thrown value may be a Proxy, have getters that throw or texts of any size, and
 * still every field is read, bounded and well formed, so that telling of a failure never fails itself. Pure.
 */
import { describeThrown } from '../definition/describe-error.js';
import { networkCause, withNetwork } from '../definition/network-cause.js';
import { readable, thrownField as field } from '../definition/thrown-value.js';
import { isToolError } from '../definition/tool-error.js';
import { clip } from '../protocol/outcome-text.js';

/** Longest name of a thrown value, in characters: it becomes the failure's type. */
const NAME_CHARS = 100;

/** Longest stack in the log, in characters. */
const STACK_CHARS = 20_000;

/** What is known of a thrown value. */
export interface Thrown {
  /** The error's name, at most 100 characters; else the kind of the value, as `typeof` says it. */
  readonly name: string;
  /** HTTP status, where it has one. */
  readonly status?: number;
  /** What a ToolError says of another attempt; absent for any other value. */
  readonly retryable?: boolean;
  /** How long a service asks to wait, in milliseconds; a ToolError of everycall's own may say so. */
  readonly afterMs?: number;
}

/** Reads a thrown value; what can't be read is absent. Never throws. */
export function readThrown(thrown: unknown): Thrown {
  const name = field(thrown, 'name');
  const status = [field(thrown, 'status'), field(thrown, 'statusCode')].find((value) => typeof value === 'number');
  const toolError = readable(() => isToolError(thrown)) === true;
  const afterMs = toolError ? field(thrown, 'afterMs') : undefined;
  return {
    name: typeof name === 'string' && name !== '' ? clip(name, NAME_CHARS) : typeof thrown,
    ...(status !== undefined && { status }),
    ...(toolError && { retryable: field(thrown, 'retryable') === true }),
    ...(typeof afterMs === 'number' && { afterMs }),
  };
}

/** A thrown value for the log: its stack, else its message, and what the network did; at most 20,000 characters. Never throws. */
export function thrownForLog(thrown: unknown): string {
  const stack = field(thrown, 'stack');
  if (typeof stack !== 'string' || stack === '') return describeThrown(thrown);
  const network = networkCause(thrown);
  return clip(network ? withNetwork(stack, network) : stack, STACK_CHARS);
}
