/** A tool, and `defineTool`. Rule: a mistake in a definition is refused here, not in the middle of a turn. */
import type { $ZodType } from 'zod/v4/core';
import { RESERVED_TOOL_NAMES } from '../contract/names.js';
import { approvalQuestion, type NeedsApproval } from './approval.js';
import type { Agent } from './agent.js';
import { TOOL_BOUNDS, TOOL_DEFAULTS } from './bounds.js';
import type { HostedSpec } from './hosted-kind.js';
import { OptionCheck } from './option-check.js';
import type { ParsedArguments, ParsedContext } from './parsed.js';
import type { ToolPolicy } from './policy.js';
import { readParameters, readZod, type ContextInput, type ParameterSchema } from './schema.js';
import { readSummary, type Summary } from './summary-options.js';
import type { ToolContext } from './tool-context.js';
import { TOOL_OPTIONS, type OutputOptions, type ToolOptions } from './tool-options.js';
import { toolPolicy } from './tool-policy.js';

/** A tool as a worker runs it. `Tool` without a type argument is any tool. */
export interface Tool<Context = never> {
  readonly kind: 'tool';
  readonly name: string;
  readonly description: string;
  /** The parameters as they are sent to the service. */
  readonly jsonSchema: Record<string, unknown>;
  readonly strict: boolean;
  readonly policy: ToolPolicy;
  readonly output: { readonly maxChars: number; readonly maxItems?: number; readonly summarize?: Summary };
  /** Checks the model's arguments; the text about faults is for the model. Never throws. */
  readonly parseArguments: (value: unknown) => Promise<ParsedArguments>;
  /** Checks the caller's context against what this tool needs. Never throws. */
  readonly parseContext: (value: unknown) => Promise<ParsedContext>;
  /** Runs the tool with parsed arguments and context; absent when another worker, or the model service, runs it. */
  readonly execute?: (args: unknown, toolContext: ToolContext) => unknown;
  /** Asks the tool's own function whether a person must say yes; absent where the policy says it all. Never throws. */
  readonly needsApproval?: NeedsApproval;
  /** An isolated hosted tool: the worker asks the service with this tool alone. */
  readonly asks?: { readonly spec: HostedSpec; readonly model?: string };
  /** The agent that a call asks or hands the turn to, where it was given whole: a worker serves it, too. */
  readonly leadsTo?: Agent;
  /** For types alone, never set: the context that this tool needs an agent to have. */
  readonly '~context'?: (context: Context) => void;
}

/** Defines a tool: a function here. Throws a DefinitionError that prints the bad value. */
export function defineTool<const Parameters extends ParameterSchema, Context extends $ZodType | undefined = undefined>(
  options: ToolOptions<Parameters, Context>,
): Tool<Context extends $ZodType ? ContextInput<Context> : unknown> {
  const check = OptionCheck.of('tool', options, Object.keys(TOOL_OPTIONS));
  const { name, description, parameters, context, execute, output } = options;
  if (RESERVED_TOOL_NAMES.includes(name) || name.startsWith('__temporal')) {
    const expected = `a name that isn't reserved (${RESERVED_TOOL_NAMES.join(', ')}, __temporal…)`;
    check.refuse({ option: 'name', value: name, expected });
  }
  if (typeof execute !== 'function') {
    const fix = 'A tool that another worker runs is made by remoteTool.';
    check.refuse({ option: 'execute', value: execute, expected: 'a function', fix });
  }
  const needsApproval = approvalQuestion(options.approval);
  const strict = check.boolean('strict', options.strict ?? false);
  const schema = readParameters(check, parameters, strict);
  const parseContext = readZod(check, 'context', context);
  return Object.freeze({
    kind: 'tool' as const,
    name,
    description: check.text('description', description, TOOL_BOUNDS.descriptionChars),
    jsonSchema: schema.jsonSchema,
    strict,
    policy: toolPolicy(check, options),
    output: outputBounds(check, output),
    parseArguments: async (value: unknown): Promise<ParsedArguments> => {
      const parsed = await schema.parse(value, 'arguments');
      return parsed.ok ? { ok: true, args: parsed.value } : parsed;
    },
    parseContext: async (value: unknown): Promise<ParsedContext> => {
      const parsed = await parseContext?.(value, 'context');
      return parsed?.ok === false ? parsed : { ok: true, context: parsed?.value };
    },
    // What execute gets was parsed by the very schemas that its type is made of.
    ...(needsApproval && { needsApproval }),
    execute: execute as NonNullable<Tool['execute']>,
  });
}

function outputBounds(check: OptionCheck, output: OutputOptions | undefined): Tool['output'] {
  check.known('output', output, ['maxChars', 'maxItems', 'summarize']);
  const { maxChars = TOOL_DEFAULTS.maxChars, maxItems } = output ?? {};
  check.integer('output.maxChars', maxChars, { min: 1, max: TOOL_BOUNDS.maxChars });
  const summarize = readSummary(check, output?.summarize, maxChars);
  const items = { min: 1, max: TOOL_BOUNDS.maxItems };
  return {
    maxChars,
    ...(maxItems !== undefined && { maxItems: check.integer('output.maxItems', maxItems, items) }),
    ...(summarize && { summarize }),
  };
}
