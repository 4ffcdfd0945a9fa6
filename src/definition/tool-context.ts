/** What a tool gets beside its arguments. Types only. */

/** Writes a line to the worker's log, with the call's ids added. */
export type LogLine = (message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** The second argument of `execute`: the caller's context, and what identifies and steers this call. */
export interface ToolContext<Context = unknown> {
  /** The caller's context as the tool's own `context` schema gives it; undefined without one. */
  readonly context: Context;
  /**
   * The same on every attempt of this call, on every worker, and of no other call. Hand it to what you call, or put it
   * under a unique index, so that a second attempt has no second effect.
   */
  readonly idempotencyKey: string;
  /** Aborts when the turn is cancelled or the attempt's time is over. Pass it on to `fetch` and the like. */
  readonly signal: AbortSignal;
  /** Says that the tool is alive. Not needed: the wrapper does so by itself as long as the event loop runs. */
  readonly heartbeat: () => void;
  readonly log: { readonly info: LogLine; readonly warn: LogLine; readonly error: LogLine };
  readonly turnId: string;
  /** Absent when the turn belongs to no session. */
  readonly sessionId?: string;
  /** The model's id of the call; a later step may use it again. */
  readonly callId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
}
