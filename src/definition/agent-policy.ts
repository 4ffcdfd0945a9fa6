/** From the options of an agent to its policy: defaults, bounds, and the digest of all that a turn depends on. */
import { digest } from '../protocol/head.js';
import type { Limits } from '../protocol/limit.js';
import { LIMIT_OPTIONS, type AgentToolChoice, type LimitOptions } from './agent-options.js';
import { AGENT_BOUNDS as MAX, AGENT_DEFAULTS as DEFAULT } from './bounds.js';
import type { ModelSettings } from './model-settings.js';
import type { OptionCheck } from './option-check.js';
import type { AgentPolicy } from './policy.js';
import { stableJson } from '../protocol/stable-json.js';
import type { Tool } from './tool.js';

/** Least values: a turn may go without sub-agents. */
const MIN = { steps: 1, toolCalls: 1, tokens: 1, depth: 0 };

/** Reads the limits of an agent's turns. Throws a DefinitionError. */
export function readLimits(check: OptionCheck, limits: LimitOptions | undefined): Limits {
  const { steps, toolCalls, tokens, durationMs } = DEFAULT;
  return { steps, toolCalls, tokens, durationMs, ...readGivenLimits(check, limits) };
}

/** Reads those limits that are given; undefined when none is. Throws a DefinitionError. */
export function readGivenLimits(check: OptionCheck, limits: LimitOptions | undefined): Partial<Limits> | undefined {
  check.known('limits', limits, LIMIT_OPTIONS);
  const { steps, toolCalls, tokens, duration, cost, depth } = limits ?? {};
  const whole = (name: 'steps' | 'toolCalls' | 'tokens' | 'depth', value: number | undefined) =>
    value !== undefined && { [name]: check.integer(`limits.${name}`, value, { min: MIN[name], max: MAX[name] }) };
  const given = {
    ...whole('steps', steps),
    ...whole('toolCalls', toolCalls),
    ...whole('tokens', tokens),
    ...(duration !== undefined && { durationMs: check.duration('limits.duration', duration, MAX.durationMs) }),
    ...(cost !== undefined && { cost: check.positive('limits.cost', cost, MAX.cost) }),
    ...whole('depth', depth),
  };
  return Object.keys(given).length > 0 ? given : undefined;
}

/** Reads how many steps in a row may ask for the same call; none when that is unbounded. Throws a DefinitionError. */
export function readRepeatLimit(check: OptionCheck, limit: unknown): Pick<AgentPolicy, 'repeatLimit'> {
  if (limit === false) return {};
  const given = limit === undefined ? DEFAULT.repeatLimit : limit;
  return { repeatLimit: check.integer('repeatLimit', given, { min: 2, max: MAX.repeatLimit }) };
}

/** What of an agent goes into its digest beside its policy and tools. */
export interface Digested {
  readonly model: string;
  readonly api: string;
  /** Headers are left out: they may hold keys, which change without the agent changing. */
  readonly baseURL: string | undefined;
  /** The models after the first. */
  readonly fallbacks: readonly unknown[] | undefined;
  readonly parallelToolCalls: boolean;
  readonly toolChoice: AgentToolChoice | undefined;
  readonly maxToolCalls: number | undefined;
  readonly settings: ModelSettings;
  readonly instructions: unknown;
  readonly describeError: unknown;
  readonly hosted: readonly unknown[] | undefined;
  /** What is known of MCP servers; their tools go into the digest of the turn. */
  readonly mcp: readonly unknown[] | undefined;
  /** False where the agent says that outputs can't be read on. */
  readonly reads: boolean | undefined;
  /** Price table, as a list. */
  readonly prices: readonly unknown[] | undefined;
  /** How a structured answer is asked for. */
  readonly format: unknown;
}

/** The policy of an agent; its digest covers data, and functions by their source text. */
export function agentPolicy(
  policy: Omit<AgentPolicy, 'digest' | 'tools'>,
  tools: readonly Tool[],
  rest: Digested,
): AgentPolicy {
  const toolData = tools.map(({ description, jsonSchema, strict, output, execute, asks, policy: toolPolicy }) => {
    return { description, jsonSchema, strict, output, execute, asks, policy: toolPolicy };
  });
  const policies = tools.map((tool) => tool.policy);
  return { ...policy, digest: digest(stableJson({ ...rest, policy, tools: toolData })), tools: policies };
}
