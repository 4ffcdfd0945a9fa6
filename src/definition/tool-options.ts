/** The options of `defineTool`; defaults and bounds stand in `bounds`. */
import type { $ZodType } from 'zod/v4/core';
import type { Duration } from './duration.js';
import type { Effect } from '../protocol/effect.js';
import type { ArgumentsOf, ContextOutput, ParameterSchema } from './schema.js';
import type { SummaryOptions } from './summary-options.js';
import type { ToolContext } from './tool-context.js';

/** How failed attempts are made again. */
export interface RetryOptions {
  /** Attempts in all, the first included: 1 to 100. @default 3 */
  readonly maximumAttempts?: number;
  /** Pause before the second attempt: a {@link Duration}, at most 24 hours. @default '1s', or `maximumInterval` when shorter */
  readonly initialInterval?: Duration;
  /** Factor by which the pause grows: 1 to 100. @default 2 */
  readonly backoffCoefficient?: number;
  /** Longest pause: a {@link Duration}, at most 24 hours. @default '30s', or `initialInterval` when longer */
  readonly maximumInterval?: Duration;
}

/** How much of a tool's output the model is given; what is beyond is cut from the middle, visibly. */
export interface OutputOptions {
  /** Characters: 1 to 1,900,000. @default 20_000 */
  readonly maxChars?: number;
  /** Items, when the output is a list: 1 to 100,000. @default undefined (all) */
  readonly maxItems?: number;
  /**
   * Has a model summarize long outputs instead of cutting them: within the tool's `timeout`, at the agent's service, and its
   * tokens count for the turn. An output that can't be summarized is cut. @default false
   */
  readonly summarize?: boolean | SummaryOptions;
}

/**
 * When a person must say yes before the tool runs: never, always, or when a function of the parsed arguments and the tool's
 * context says so. The function runs beside the model call, in at most 10 s; when it throws, a person is asked.
 */
export type Approval<Arguments = never, Context = never> =
  'never' | 'always' | ((args: Arguments, context: Context) => boolean | Promise<boolean>);

/** How the calls of a tool run, whatever it is and wherever. */
export interface CallOptions<Parameters = ParameterSchema, Context = unknown> {
  /**
   * Whether the tool may run again when the end of an attempt is unknown: `'read'` has no effect, `'idempotent'` has it
   * once for one `idempotencyKey`, `'once'` gets a single attempt and is recorded as interrupted when its worker is lost.
   * @default 'idempotent'
   */
  readonly effect?: Effect;
  /** Bound of one attempt: a {@link Duration}, at most 24 hours. @default '30s', or `deadline` when that is shorter */
  readonly timeout?: Duration;
  /**
   * Bound of the whole call from its first start, retries and pauses included: a {@link Duration}, at most 7 days.
   * @default '2m', or `timeout` when that is longer; '5s' for a `local` tool
   */
  readonly deadline?: Duration;
  /**
   * Longest wait for a worker to start the call: a {@link Duration}, at most 30 days.
   * @default what is left of the turn; 10 minutes, if that is less, for a `remoteTool`
   */
  readonly maxWait?: Duration;
  /** Calls of this tool that run at a time within one turn: 1 to 500. @default 5 */
  readonly maxParallel?: number;
  /** How failed attempts are made again; not allowed beside `effect: 'once'`. */
  readonly retry?: RetryOptions;
  /** When a person must say yes first; not allowed beside `local: true`. @default 'never' */
  readonly approval?: Approval<ArgumentsOf<Parameters>, Context>;
  /** How long a person may take: a {@link Duration}, at most 30 days. @default '24h' */
  readonly approvalDeadline?: Duration;
  /** What holds when nobody answers in time. @default 'deny' */
  readonly approvalDefault?: 'deny' | 'approve';
  /**
   * Whether the same call may be run in any number of steps in a row, as tools that wait for something need it; otherwise the
   * agent's `repeatLimit` holds. @default 'limited'
   */
  readonly repeat?: 'limited' | 'allowed';
  /** How much of the output the model is given. */
  readonly output?: OutputOptions;
}

/** Options of every tool. */
export interface SharedToolOptions<Parameters, Context = unknown> extends CallOptions<Parameters, Context> {
  /** 1 to 64 letters, digits, `_` or `-`; the model, Temporal UI and metrics show it. */
  readonly name: string;
  /** What the tool does and when to use it: the model reads it. At most 10,000 characters; older models take 1,024. */
  readonly description: string;
  /** The arguments: a zod object schema, or a JSON Schema (draft 2020-12) of `type: 'object'`. */
  readonly parameters: Parameters;
  /**
   * Has the service hold the model to the schema exactly. Every object must then be closed and all its properties be
   * required; a plain `z.object` is closed for the service by itself. @default false
   */
  readonly strict?: boolean;
}

/** Options of `defineTool`: a tool that is a function of this program. */
export interface ToolOptions<
  Parameters extends ParameterSchema,
  Context extends $ZodType | undefined,
> extends SharedToolOptions<Parameters, ContextOutput<Context>> {
  /** A zod schema of the caller's context, as far as this tool needs it. @default undefined (gets none) */
  readonly context?: Context;
  /**
   * Runs the tool. What it returns is given to the model: a text as it is, pictures and files by {@link content}, other
   * values as JSON. What it throws is described to the model: see `ToolError` and `describeError`.
   */
  readonly execute: (args: ArgumentsOf<Parameters>, toolContext: ToolContext<ContextOutput<Context>>) => unknown;
  /**
   * Runs as a local activity: a hop less, but the result is durable only with its workflow task, so it may run again
   * after it finished. Only with `effect: 'read'`, no approval and a deadline of at most 5 seconds. @default false
   */
  readonly local?: boolean;
}

/** The options that exist; a key that isn't among them is a misspelt one, which is refused. */
export const CALL_OPTIONS: Readonly<Record<keyof CallOptions, true>> = {
  effect: true,
  timeout: true,
  deadline: true,
  maxWait: true,
  maxParallel: true,
  retry: true,
  approval: true,
  approvalDeadline: true,
  approvalDefault: true,
  repeat: true,
  output: true,
};

/** The options that every tool has. */
export const SHARED_TOOL_OPTIONS: Readonly<Record<keyof SharedToolOptions<ParameterSchema>, true>> = {
  name: true,
  description: true,
  parameters: true,
  strict: true,
  ...CALL_OPTIONS,
};

/** The options of `defineTool`. */
export const TOOL_OPTIONS: Readonly<Record<keyof ToolOptions<ParameterSchema, undefined>, true>> = {
  ...SHARED_TOOL_OPTIONS,
  context: true,
  execute: true,
  local: true,
};
