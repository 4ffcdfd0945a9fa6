/** The list of agents that a worker serves, checked. */
import type { Agent } from './agent.js';
import { DefinitionError } from './definition-error.js';

/**
 * The agents of a list by name. Throws a DefinitionError when it is no list, is empty, holds something that
 * `defineAgent` didn't make, or holds two agents of one name.
 */
export function checkAgents(list: unknown): ReadonlyMap<string, Agent> {
  const refuse = (option: string, value: unknown, expected: string): never => {
    throw new DefinitionError({ kind: 'agents', name: undefined, option, value, expected });
  };
  if (!Array.isArray(list) || list.length === 0) return refuse('list', list, 'a list of at least one agent');
  const byName = new Map<string, Agent>();
  for (const [index, agent] of (list as readonly (Agent | null | undefined)[]).entries()) {
    if (agent?.kind !== 'agent') return refuse(`[${index}]`, agent, 'an agent made by defineAgent');
    if (byName.has(agent.name)) refuse(`[${index}].name`, agent.name, 'a name that no agent before it has');
    byName.set(agent.name, agent);
  }
  return byName;
}
