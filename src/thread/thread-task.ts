/** What goes to a thread and what comes back: data alone, since nothing else crosses. Types only. */
import type { Content } from '../definition/content.js';
import type { ToolContext } from '../definition/tool-context.js';

/** What a thread's function gets beside the arguments: what of a tool's context is data. */
export type ThreadCall<Context = unknown> = Omit<ToolContext<Context>, 'signal' | 'heartbeat' | 'log'>;

/** One call as it goes to a thread. */
export interface ThreadTask {
  /** Path of the module whose default export is run. */
  readonly file: string;
  readonly args: unknown;
  readonly call: ThreadCall;
}

/** What the function came to; `content(…)` crosses as its parts. */
export type ThreadReply =
  { readonly value: unknown } | { readonly content: Content['parts'] } | { readonly thrown: PackedError };

/** A thrown value as data: an error that crosses by itself loses its class and all fields but its texts. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly status?: number;
  /** Set for a ToolError: what it says of another attempt. */
  readonly retryable?: boolean;
}
