/** Input and output of a tool's activity on everycall's own worker. Types only. */
import type { Effect } from '../protocol/effect.js';
import type { ContentPart } from '../protocol/content-part.js';
import type { Usage } from '../protocol/usage.js';

/** One call. A tool on another task queue gets `args` alone instead. */
export interface CallToolInput {
  readonly agent: string;
  readonly step: number;
  readonly position: number;
  readonly callId: string;
  /** The parsed arguments. */
  readonly args: unknown;
  /** On a call of a program that the model made: which program; its result names it, too. */
  readonly caller?: unknown;
  /** A tool of an MCP server: its worker need not have listed the server's tools. */
  readonly mcp?: { readonly server: string; readonly tool: string; readonly effect: Effect };
  /** The turn has a context: fetch it. */
  readonly context?: true;
  /** Attempts and time already spent by an earlier activity of this call (its worker shut down, or lacked the tool). */
  readonly before?: Pick<NotEnded, 'attempts' | 'cut' | 'firstStart'>;
  /** Most bytes that history may still hold of the whole of an output that is cut. @default 480,000 */
  readonly keepBytes?: number;
  /** The turn goes on from others: what is cut is named by the turn, too. */
  readonly tagged?: true;
  /** A lower bound on the output than the tool's own, in bytes: the outputs of one step together stay under 8 MB. */
  readonly maxBytes?: number;
}

/** The text of which a result's output is a cut. */
export interface WholeOutput {
  /** All of it, or as much of its beginning as could be kept. */
  readonly text: string;
  /** Characters behind that which could not be kept. */
  readonly lost?: number;
}

/** What a tool's activity records when the tool returned. */
export interface CallToolOutput {
  /** Id of the result's entry. */
  readonly id: string;
  /** What the model is given; of a result in parts their text, for people. */
  readonly output: string;
  /** The parts that the model is given instead, where the tool returned `content(…)`. */
  readonly content?: readonly ContentPart[];
  /** Characters that were cut from the middle of the output; absent when it is whole. */
  readonly cut?: number;
  /** The whole of what `output` is a cut of: for `read_output` and people, never for the transcript. */
  readonly whole?: WholeOutput;
  /** The result is in external storage: history holds a reference to it. */
  readonly stored?: true;
  /** Which call this is, on results of local tools: their history has no activity id. */
  readonly at?: { readonly step: number; readonly position: number };
  /** Tokens that the call itself used: an isolated hosted tool asks a model. They count for the turn. */
  readonly usage?: Usage;
  /** Citations of an isolated hosted tool as the service gave them: for the record, the model is given its sources. */
  readonly annotations?: readonly unknown[];
}

/** Details of a failure that ended an attempt without an end of the call: the workflow may start it again elsewhere. */
export interface NotEnded {
  /** Attempts made so far, this one included if the tool's own code had begun. */
  readonly attempts: number;
  /** How many of them were cut short by a worker's shutdown: they don't count against the tool's attempts. */
  readonly cut: number;
  /** Whether the tool's own code had begun. */
  readonly begun: boolean;
  /** When the first attempt began, in milliseconds since the epoch. */
  readonly firstStart?: number;
}
