/** What the activities tell the worker's log: one line a call, one a step. Types only; prompts and outputs are no part of it. */

/** One attempt of one call. */
export interface CallLine {
  readonly turnId: string;
  readonly callId: string;
  readonly tool: string;
  readonly attempt: number;
  /** `ok`, or what the attempt ended with. */
  readonly outcome: string;
  readonly ms: number;
}

/** One step. */
export interface StepLine {
  readonly turnId: string;
  readonly step: number;
  /** Results recorded since the step before. */
  readonly results: number;
  /** Calls found in the answer. */
  readonly calls: number;
  readonly ms: number;
}

/** Where the lines go. No line throws. */
export interface CallLog {
  call(line: CallLine): void;
  step(line: StepLine): void;
  /** What a tool threw, with its stack and without the agent's keys: for people, never for the model. */
  thrown(line: { tool: string; callId: string; thrown: string }): void;
  /** What holds up all calls of a model. */
  readonly note: (level: 'info' | 'warn', message: string) => void;
  /** A line of a tool's own. */
  tool(level: 'info' | 'warn' | 'error', message: string, fields: Readonly<Record<string, unknown>>): void;
}
