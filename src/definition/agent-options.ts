/** The options of `defineAgent`; defaults and bounds stand in `bounds`. */
import type { CompactionOptions } from './compaction.js';
import type { $ZodType } from 'zod/v4/core';
import type { DescribeError } from './describe-error.js';
import type { Duration } from './duration.js';
import type { ContextInput, ContextOutput } from './schema.js';
import type { McpServer } from './mcp-server.js';
import type { HostedTool } from './hosted-tool.js';
import type { ModelChoice } from './model-list.js';
import type { ModelSettings } from './model-settings.js';
import type { RateLimitOptions } from './rate-limit.js';
import type { PriceOptions } from './prices.js';
import type { Tool } from './tool.js';
import type { WarningCode } from './warning-code.js';

/** Which API of the service is spoken. */
export type AgentApi = 'chat' | 'responses';

/** How a structured answer is asked for. */
export type OutputMode = 'schema' | 'tool';

/** Where the model is. */
export interface ProviderOptions {
  /** An http or https URL without credentials. @default undefined (`OPENAI_BASE_URL`, or OpenAI itself) */
  readonly baseURL?: string;
  /** Name of the environment variable with the key: never the key itself. @default 'OPENAI_API_KEY' */
  readonly apiKeyEnv?: string;
  /** Headers of every request. They are never recorded. @default {} */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the service allows in a minute, shared by all turns and workers. @default undefined (no bound) */
  readonly rateLimit?: RateLimitOptions;
}

/** Limits of a turn: when one is reached the model is asked for a last answer without tools. */
export interface LimitOptions {
  /** Model calls that may ask for tools: 1 to 100,000. @default 10 */
  readonly steps?: number;
  /** Tool calls in all: 1 to 1,000,000. @default 100 */
  readonly toolCalls?: number;
  /** Tokens in all, as the service counts them: 1 to 1,000,000,000. @default 500_000 */
  readonly tokens?: number;
  /** Wall-clock time: a {@link Duration}, at most 30 days. @default '1h' */
  readonly duration?: Duration;
  /** Money for tokens, by `prices`: over 0, at most 1,000,000,000. @default undefined (none) */
  readonly cost?: number;
  /** Levels of sub-agents under the turn: 0 to 20. @default 5 */
  readonly depth?: number;
}

/** The limits that exist. */
export const LIMIT_OPTIONS: readonly (keyof LimitOptions)[] = [
  'steps',
  'toolCalls',
  'tokens',
  'duration',
  'cost',
  'depth',
];

/**
 * Which tools the model may or must call. `required` (any tool) and `{ name }` (that function) hold for the first answer
 * of a turn alone: held for each, no turn would ever end with an answer.
 */
export type AgentToolChoice = 'auto' | 'required' | 'none' | { readonly name: string };

/** Options of `defineAgent`. */
export type AgentOptions<
  Name extends string,
  Context extends $ZodType | undefined,
  Output extends $ZodType | undefined,
> = ModelChoice & CommonOptions<Name, Context, Output>;

interface CommonOptions<
  Name extends string,
  Context extends $ZodType | undefined,
  Output extends $ZodType | undefined,
> {
  /** 1 to 64 letters, digits, `_` or `-`; turns are started by it. */
  readonly name: Name;
  /** Which API of the service is spoken. @default 'chat', which nearly every service speaks */
  readonly api?: AgentApi;
  /** Where the model is. */
  readonly provider?: ProviderOptions;
  /** A zod schema of the caller's JSON for a turn. It is never shown to the model by itself. @default undefined (none) */
  readonly context?: Context;
  /** What the model is told first: a text, or a function of the context. @default undefined (nothing) */
  readonly instructions?: string | ((context: ContextOutput<Context>) => string | Promise<string>);
  /**
   * At most 128 tools, each name once; the agent's context must have what each tool's context needs. The tools
   * of an MCP server (`mcpServer`) are added when a turn begins, up to 128 in all. Hosted tools need
   * `api: 'responses'`. @default []
   */
  readonly tools?: readonly (Tool<ContextInput<Context>> | HostedTool | McpServer)[];
  /**
   * A zod schema of the answer: an object. It gives the result its type; an answer that doesn't fit is returned to the
   * model twice at most. @default undefined (text)
   */
  readonly output?: Output;
  /**
   * How the answer is asked for: by the API's own JSON Schema (`schema`), or by a function `final_answer` whose arguments
   * it is (`tool`), for services that refuse tools beside a schema. @default 'schema'
   */
  readonly outputMode?: OutputMode;
  /** Whether the model may ask for several calls in one answer. @default true */
  readonly parallelToolCalls?: boolean;
  /** Which tools the model may or must call. @default 'auto' */
  readonly toolChoice?: AgentToolChoice;
  /** Calls of hosted tools in one answer: 1 to 10,000; the Responses API alone has it. @default the service's own */
  readonly maxToolCalls?: number;
  /** Tool calls of one turn that run at a time: 1 to 500. @default 10 */
  readonly maxParallel?: number;
  /** Limits of a turn. */
  readonly limits?: LimitOptions;
  /**
   * The same call with the same arguments is run in fewer steps in a row than this, 2 to 100; from then on the model gets a
   * note in its place (outcome `skipped`). `false` runs it always; a tool's own `repeat: 'allowed'` runs that one.
   * @default 3
   */
  readonly repeatLimit?: number | false;
  /**
   * Whether the model may read what is cut off long outputs, by a built-in tool `read_output` that it is offered once
   * something was cut; the whole outputs are kept for that. @default true, unless a tool has that name or there is no room
   * for one more
   */
  readonly readOutput?: boolean;
  /**
   * What a million tokens of each model cost, in a currency of your choice: turns then say their cost, and `limits.cost`
   * bounds it. @default undefined (none)
   */
  readonly prices?: PriceOptions;
  /**
   * When the transcript of a turn gives way to a summary, for turns that outgrow the model's context.
   * @default undefined (never: what the model no longer sees is the owner's choice)
   */
  readonly compaction?: CompactionOptions;
  /**
   * What the model is told of an error that a tool threw, ToolErrors aside: at most 1,000 characters of what it returns,
   * without lines of stack traces. @default the error's message, and its cause's code: `fetch failed (ECONNREFUSED)`
   */
  readonly describeError?: DescribeError;
  /** Settings that are passed to the model; it may refuse some. @default {} */
  readonly settings?: ModelSettings;
  /** Warnings of `everycall lint`, and of `defineAgent`, that are meant to be so. @default [] */
  readonly silence?: readonly WarningCode[];
}

/** The options that exist; a key that isn't here is a misspelt one, which is refused. */
export const AGENT_OPTIONS: Readonly<Record<keyof AgentOptions<string, undefined, undefined>, true>> = {
  name: true,
  model: true,
  models: true,
  api: true,
  provider: true,
  context: true,
  instructions: true,
  tools: true,
  output: true,
  outputMode: true,
  parallelToolCalls: true,
  toolChoice: true,
  maxToolCalls: true,
  maxParallel: true,
  limits: true,
  repeatLimit: true,
  readOutput: true,
  prices: true,
  compaction: true,
  describeError: true,
  settings: true,
  silence: true,
};
