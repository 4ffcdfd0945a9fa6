/** Input and output of a tool's activity on everycall's own worker. Types only. */

/** One call. A tool on another task queue gets `args` alone instead. */
export interface CallToolInput {
  readonly agent: string;
  readonly step: number;
  readonly position: number;
  readonly callId: string;
  /** The parsed arguments. */
  readonly args: unknown;
  /** The turn has a context: fetch it. */
  readonly context?: true;
  /** Attempts and time already spent by an earlier activity of this call (its worker shut down, or lacked the tool). */
  readonly before?: { readonly attempts: number; readonly firstStart?: number };
  /** A lower bound on the output than the tool's own, in bytes: the outputs of one step together stay under 8 MB. */
  readonly maxBytes?: number;
}

/** What a tool's activity records when the tool returned. */
export interface CallToolOutput {
  /** Id of the result's entry. */
  readonly id: string;
  /** What the model is given. */
  readonly output: string;
  /** Characters that were cut from the middle of the output; absent when it is whole. */
  readonly cut?: number;
}
