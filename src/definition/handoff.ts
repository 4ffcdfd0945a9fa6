/**
 * A handoff: a tool whose call gives the rest of the turn to another agent. The transcript and the limits stay; the next
 * model call has the other agent's instructions, tools and model.
 */
import { leadsTo, nameOf, withName, type LeadsTo } from './agent-tool.js';
import type { Agent } from './agent.js';
import { OptionCheck } from './option-check.js';
import { defineTool, type Tool } from './tool.js';

/** Options of `handoff`. */
export interface HandoffOptions {
  /** 1 to 64 letters, digits, `_` or `-`. @default `transfer_to_<agent>`: an agent's name of over 52 characters needs one */
  readonly name?: string;
  /** When to hand over: the model reads it. @default that the agent takes over and answers from then on */
  readonly description?: string;
}

/**
 * A tool that hands the turn over. Of several in one answer the first counts; a turn is handed over ten times at most.
 * An agent that can't be named before it is defined, as in a circle, is given by its name.
 * Throws a DefinitionError that prints the bad value.
 */
export function handoff<A extends Agent>(agent: A | string, options: HandoffOptions = {}): Tool<LeadsTo<A>> {
  const name = options?.name ?? `transfer_to_${nameOf(agent)}`;
  const check = OptionCheck.of('tool', withName(options, name), ['name', 'description']);
  const to = leadsTo(check, agent);
  const { execute: _, ...tool } = defineTool({
    name,
    description:
      options.description ?? `Hands the conversation over to the agent "${to.name}", which answers from then on.`,
    parameters: { type: 'object', properties: {} },
    // Nothing is run: the turn itself goes on by another agent.
    effect: 'read',
    execute: () => undefined,
  });
  return Object.freeze({ ...tool, ...to.served, policy: { ...tool.policy, handoff: to.name } });
}
