/** An agent, and `defineAgent`. Rule: a mistake in a definition is refused here, not in the middle of a turn. */
import type { $ZodType, output as zodOutput } from 'zod/v4/core';
import { CORRECTIONS } from '../protocol/final-answer.js';
import type { Prices } from '../protocol/price.js';
import {
  AGENT_OPTIONS,
  type AgentApi,
  type AgentOptions,
  type AgentToolChoice,
  type OutputMode,
} from './agent-options.js';
import { agentPolicy, readLimits, readRepeatLimit } from './agent-policy.js';
import {
  digestedHosted,
  readMaxToolCalls,
  readOutputMode,
  readReadOutput,
  readToolChoice,
  readTools,
} from './agent-tools.js';
import type { TypedAgent } from './agent-types.js';
import { AGENT_BOUNDS, AGENT_DEFAULTS } from './bounds.js';
import { compactionPolicy, digestedCompaction, readCompaction, type Compaction } from './compaction.js';
import { errorDescriber, type DescribeError } from './describe-error.js';
import type { HostedTool } from './hosted-tool.js';
import { readModels, type AgentModel } from './model-list.js';
import type { McpServer } from './mcp-server.js';
import type { ModelSettings } from './model-settings.js';
import { OptionCheck } from './option-check.js';
import { warnOfBlocking } from './parallel-blocking.js';
import type { ParsedContext, ReadOutput } from './parsed.js';
import type { AgentPolicy } from './policy.js';
import { readPrices } from './prices.js';
import { printedValue } from './printed-value.js';
import type { Provider } from './provider.js';
import { readOutput, readZod, type ContextInput } from './schema.js';
import type { Tool } from './tool.js';
import { WARNING_CODES, type WarningCode } from './warning-code.js';

/** An agent as a worker runs it. `Agent` without type arguments is any agent. */
export interface Agent<Name extends string = string, Context = unknown, Output = unknown> extends TypedAgent<
  Name,
  Context,
  Output
> {
  readonly kind: 'agent';
  readonly name: Name;
  /** The models, in the order in which they are asked; `model`, `api`, `provider` and `settings` are the first one's. */
  readonly models: readonly [AgentModel, ...AgentModel[]];
  readonly model: string;
  readonly api: AgentApi;
  readonly provider: Provider;
  readonly tools: readonly Tool[];
  readonly toolByName: ReadonlyMap<string, Tool>;
  /** Tools that the service runs by itself. */
  readonly hostedTools: readonly HostedTool[];
  /** Servers whose tools a turn gets when it begins. */
  readonly mcpServers: readonly McpServer[];
  /** Whether the model may read outputs that were cut, by the built-in `read_output`. */
  readonly readOutput: boolean;
  readonly parallelToolCalls: boolean;
  readonly toolChoice: AgentToolChoice | undefined;
  readonly maxToolCalls: number | undefined;
  readonly settings: ModelSettings;
  /** What tokens cost, by model. */
  readonly prices?: Prices;
  /** How its turns' transcripts are compacted; absent: never. */
  readonly compaction?: Compaction;
  readonly policy: AgentPolicy;
  /** Checks the caller's context; without a schema there is none, whatever was passed. Never throws. */
  readonly parseContext: (value: unknown) => Promise<ParsedContext>;
  /** The instructions for a parsed context. Throws what the function throws, or a TypeError when it gives no text. */
  readonly instructions: (context: unknown) => Promise<string | undefined>;
  /** What the model is told of an error that a tool threw. Never throws. */
  readonly describeError: DescribeError;
  /** The schema of a structured answer. */
  readonly output?: ReadOutput;
  /** Set where `output` is. */
  readonly outputMode?: OutputMode;
  /** Warnings that are meant to be so. */
  readonly silence: readonly WarningCode[];
}

/** Defines an agent. Throws a DefinitionError that prints the bad value. */
export function defineAgent<
  const Name extends string,
  Context extends $ZodType | undefined = undefined,
  Output extends $ZodType | undefined = undefined,
>(
  options: AgentOptions<Name, Context, Output>,
): Agent<Name, ContextInput<Context>, Output extends $ZodType ? zodOutput<Output> : string> {
  const check = OptionCheck.of('agent', options, Object.keys(AGENT_OPTIONS));
  const { name, instructions, describeError, output } = options;
  const models = readModels(check, options);
  const [{ model, api, provider, settings }, ...others] = models;
  const someChat = models.some((each) => each.api === 'chat');
  const read = readTools(check, options.tools ?? [], someChat ? 'chat' : api);
  const { toolByName, hostedTools, mcpServers } = read;
  const tools = Object.freeze([...toolByName.values()]);
  const parallelToolCalls = check.boolean('parallelToolCalls', options.parallelToolCalls ?? true);
  const toolChoice = readToolChoice(check, options.toolChoice, read);
  const maxToolCalls = readMaxToolCalls(check, options.maxToolCalls, someChat ? 'chat' : api);
  const bounds = { min: 1, max: AGENT_BOUNDS.maxParallel };
  const maxParallel = check.integer('maxParallel', options.maxParallel ?? AGENT_DEFAULTS.maxParallel, bounds);
  const compaction = readCompaction(check, options.compaction, options);
  const limits = {
    limits: readLimits(check, options.limits),
    ...readRepeatLimit(check, options.repeatLimit),
    ...compactionPolicy(compaction),
  };
  const prices = readPrices(check, options.prices, limits.limits, { models, tools, mcpServers, compaction });
  const parseContext = readZod(check, 'context', options.context);
  const answer = readOutput(check, output);
  const outputMode = readOutputMode(check, options.outputMode, answer !== undefined, read);
  const readsOutput = readReadOutput(check, options.readOutput, read, outputMode);
  check.optionalFunction('describeError', describeError);
  if (instructions !== undefined && typeof instructions !== 'string' && typeof instructions !== 'function') {
    check.refuse({ option: 'instructions', value: instructions, expected: 'a text or a function of the context' });
  }
  if (typeof instructions === 'string') check.wellFormed('instructions', instructions);
  const silence = readSilence(check, options.silence ?? []);
  warnOfBlocking({ name, tools, hostedTools, parallelToolCalls, silence });
  const hosted = digestedHosted(hostedTools);
  const mcp = mcpServers.length > 0 ? mcpServers.map((server) => server.digested) : undefined;
  const { baseURL } = provider;
  const fallbacks =
    others.length > 0 ? others.map((each) => ({ ...each, provider: each.provider.baseURL })) : undefined;
  const format = answer && { outputMode, schema: answer.jsonSchema };
  const asked = { model, api, parallelToolCalls, toolChoice, maxToolCalls, settings };
  const reads = readsOutput ? undefined : options.readOutput;
  const digested = {
    ...asked,
    compaction: digestedCompaction(compaction),
    format,
    baseURL,
    fallbacks,
    instructions,
    describeError,
    hosted,
    mcp,
    reads,
    prices: prices && [...prices],
  };
  return Object.freeze({
    kind: 'agent' as const,
    name,
    models,
    ...asked,
    provider,
    tools,
    toolByName,
    hostedTools,
    mcpServers,
    readOutput: readsOutput,
    silence,
    policy: agentPolicy({ name, maxParallel, ...limits, ...(answer && { corrections: CORRECTIONS }) }, tools, digested),
    parseContext: async (value: unknown): Promise<ParsedContext> => {
      const parsed = await parseContext?.(value, 'context');
      return parsed?.ok === false ? parsed : { ok: true, context: parsed?.value };
    },
    instructions: async (context: unknown) => {
      if (typeof instructions !== 'function') return instructions;
      // The context was parsed by the very schema that the function's parameter has its type from.
      const text: unknown = await (instructions as (given: unknown) => unknown)(context);
      if (typeof text === 'string') return text;
      throw new TypeError(`agent "${name}": instructions gave ${printedValue(text)}, expected a text`);
    },
    describeError: errorDescriber(describeError),
    ...(answer && { output: answer, outputMode }),
    ...(prices && { prices }),
    ...(compaction && { compaction }),
  });
}

function readSilence(check: OptionCheck, silence: unknown): readonly WarningCode[] {
  if (!Array.isArray(silence)) {
    return check.refuse({ option: 'silence', value: silence, expected: 'a list of codes of warnings' });
  }
  return Object.freeze(silence.map((code, index) => check.oneOf(`silence[${index}]`, code, WARNING_CODES)));
}
