/**
 * An agent as a tool: a call is a turn of its own, run to its end, whose answer is the call's result. Rule: the tool knows
 * its agent by name, so that agents may lead to each other in a circle; a worker serves every agent that it is given whole.
 */
import type { SubAgentPolicy } from './policy.js';
import { readGivenLimits } from './agent-policy.js';
import type { AgentContext } from './agent-types.js';
import type { Agent } from './agent.js';
import type { LimitOptions } from './agent-options.js';
import { OptionCheck } from './option-check.js';
import type { ParameterSchema } from './schema.js';
import type { SharedToolOptions, ToolOptions } from './tool-options.js';
import { defineTool, type Tool } from './tool.js';

/** Options of `agentTool`. */
export interface AgentToolOptions<Input extends ParameterSchema = ParameterSchema> {
  /** 1 to 64 letters, digits, `_` or `-`. @default the agent's name */
  readonly name?: string;
  /** What the agent does and when to ask it: the model reads it. At most 10,000 characters. */
  readonly description: string;
  /**
   * What the agent is asked, as a schema: it is told the arguments as JSON. @default a text, `{ input }`, which it is told
   * as it is
   */
  readonly input?: Input;
  /** Calls of this tool that run at a time within one turn: 1 to 500. @default 5 */
  readonly maxParallel?: number;
  /** Limits of its turns in place of the agent's own; what is left of the parent's turn bounds them in any case. @default the agent's */
  readonly limits?: LimitOptions;
  /** When a person must say yes before the agent is asked. @default 'never' */
  readonly approval?: SharedToolOptions<Input>['approval'];
  /** How long a person may take: a duration, at most 30 days. @default '24h' */
  readonly approvalDeadline?: SharedToolOptions<Input>['approvalDeadline'];
  /** What holds when nobody answers in time. @default 'deny' */
  readonly approvalDefault?: SharedToolOptions<Input>['approvalDefault'];
}

/** The context that a tool needs which leads to an agent: the agent's own. */
export type LeadsTo<A extends Agent> = [AgentContext<A>] extends [undefined] ? unknown : AgentContext<A>;

const OPTIONS: Readonly<Record<keyof AgentToolOptions, true>> = {
  name: true,
  description: true,
  input: true,
  maxParallel: true,
  limits: true,
  approval: true,
  approvalDeadline: true,
  approvalDefault: true,
};

/** The argument that stands for the whole question, where no schema is given. */
const FIELD = 'input';
const DEFAULT_INPUT = {
  type: 'object',
  properties: {
    [FIELD]: { type: 'string', description: 'What to do, in full: the agent sees nothing of this conversation.' },
  },
  required: [FIELD],
  additionalProperties: false,
} as const;

/**
 * A tool that asks an agent: each call is a turn of it (`<turn>/<step>.<position>`), within what is left of this turn's
 * limits, with this turn's context. An agent that can't be named before it is defined, as in a circle, is given by its name.
 * Throws a DefinitionError that prints the bad value.
 */
export function agentTool<A extends Agent, const Input extends ParameterSchema>(
  agent: A | string,
  options: AgentToolOptions<Input>,
): Tool<LeadsTo<A>> {
  const name = options?.name ?? nameOf(agent);
  const check = OptionCheck.of('tool', withName(options, name), Object.keys(OPTIONS));
  const to = leadsTo(check, agent);
  const limits = readGivenLimits(check, options.limits);
  const { execute: _, ...tool } = defineTool({
    name,
    description: options.description,
    parameters: options.input ?? DEFAULT_INPUT,
    ...(options.maxParallel !== undefined && { maxParallel: options.maxParallel }),
    // Its arguments are those of `input`, or of the default.
    approval: options.approval as ToolOptions<ParameterSchema, undefined>['approval'],
    ...(options.approvalDeadline !== undefined && { approvalDeadline: options.approvalDeadline }),
    ...(options.approvalDefault !== undefined && { approvalDefault: options.approvalDefault }),
    // A turn is never started twice: the workflow runs it, and what becomes of its own calls is theirs to say.
    effect: 'once',
    execute: () => undefined,
  });
  const policy: SubAgentPolicy = {
    name: to.name,
    ...(options.input === undefined && { field: FIELD }),
    ...(limits && { limits }),
  };
  return Object.freeze({ ...tool, ...to.served, policy: { ...tool.policy, agent: policy } });
}

/** Options with the name that the tool has; what is no object stays as it is, and is refused. */
export function withName<Options>(options: Options, name: string): Options {
  return typeof options === 'object' && options !== null && !Array.isArray(options) ? { ...options, name } : options;
}

/** The name of an agent that a tool leads to, and the agent itself where it was given whole. Throws a DefinitionError. */
export function leadsTo(check: OptionCheck, agent: unknown): { name: string; served: { leadsTo?: Agent } } {
  const name = nameOf(agent);
  if (typeof agent === 'string' && /^[a-zA-Z0-9_-]{1,64}$/.test(agent)) return { name, served: {} };
  const isAgent = typeof agent === 'object' && agent !== null && 'kind' in agent && agent.kind === 'agent';
  if (isAgent) return { name, served: { leadsTo: agent as Agent } };
  return check.refuse({ option: 'agent', value: agent, expected: 'an agent made by defineAgent, or the name of one' });
}

/** The name that an agent has, or is given by; 'agent' for what is none, which is refused by its value. */
export function nameOf(agent: unknown): string {
  if (typeof agent === 'string') return agent;
  const named = typeof agent === 'object' && agent !== null && 'name' in agent ? agent.name : undefined;
  return typeof named === 'string' ? named : 'agent';
}
