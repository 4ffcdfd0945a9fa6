/** The list of agents that a worker serves, checked. */
import type { Agent } from './agent.js';
import { DefinitionError } from './definition-error.js';
import type { RateLimit } from './rate-limit.js';
import { stableJson } from '../protocol/stable-json.js';

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
  const limits = new Map<string, RateLimit>();
  for (const [index, agent] of (list as readonly (Agent | null | undefined)[]).entries()) {
    if (agent?.kind !== 'agent') return refuse(`[${index}]`, agent, 'an agent made by defineAgent');
    if (byName.has(agent.name)) refuse(`[${index}].name`, agent.name, 'a name that no agent before it has');
    byName.set(agent.name, agent);
    checkLimits(agent, index, limits, refuse);
  }
  return byName;
}

/** Two numbers for one limit: neither would hold. */
function checkLimits(
  { models }: Agent,
  index: number,
  limits: Map<string, RateLimit>,
  refuse: (option: string, value: unknown, expected: string) => never,
): void {
  for (const { model, provider } of models) {
    const { rateLimit, baseURL, apiKeyEnv } = provider;
    if (!rateLimit) continue;
    const whose = rateLimit.name ?? JSON.stringify([baseURL, apiKeyEnv, model]);
    const other = limits.get(whose) ?? rateLimit;
    limits.set(whose, other);
    if (stableJson(other) === stableJson(rateLimit)) continue;
    const what = rateLimit.name === undefined ? `model ${model} of that service` : `the limit of that name`;
    refuse(`[${index}].provider.rateLimit`, rateLimit, `the numbers that ${what} has before: ${stableJson(other)}`);
  }
}
