/** The agents that a worker serves, checked: those of its list, and those that their tools lead to. */
import type { Agent } from './agent.js';
import { DefinitionError } from './definition-error.js';
import type { RateLimit } from './rate-limit.js';
import { stableJson } from '../protocol/stable-json.js';
import { unpricedModel } from './prices.js';

/**
 * The agents of a list, and all that their tools and handoffs lead to, by name. Throws a DefinitionError when it is no
 * list, is empty, holds something that `defineAgent` didn't make, or two agents of one name; when a tool leads to a name
 * that none has; and when an agent or a tool with a limit of cost leads to an agent whose model has no price.
 */
export function checkAgents(list: unknown): ReadonlyMap<string, Agent> {
  if (!Array.isArray(list) || list.length === 0) return refuse('list', list, 'a list of at least one agent');
  const byName = new Map<string, Agent>();
  const limits = new Map<string, RateLimit>();
  for (const [index, agent] of (list as readonly (Agent | null | undefined)[]).entries()) {
    if (agent?.kind !== 'agent') return refuse(`[${index}]`, agent, 'an agent made by defineAgent');
    if (byName.has(agent.name)) refuse(`[${index}].name`, agent.name, 'a name that no agent before it has');
    byName.set(agent.name, agent);
    checkLimits(agent, `[${index}]`, limits);
  }
  // A Map iterates over what is added to it meanwhile: agents are followed to the end, circles included.
  for (const agent of byName.values()) {
    for (const { name, leadsTo } of agent.tools) {
      if (!leadsTo) continue;
      const there = byName.get(leadsTo.name);
      if (there && there !== leadsTo) {
        const fix = 'Give one of the two another name, or have both places lead to the same one.';
        refuse(
          `${agent.name}.tools.${name}`,
          leadsTo.name,
          'the agent that is served under this name, not another one',
          fix,
        );
      }
      if (!there) checkLimits(leadsTo, `${agent.name}.tools.${name}`, limits);
      byName.set(leadsTo.name, leadsTo);
    }
  }
  for (const agent of byName.values()) checkCost(agent, byName);
  return byName;
}

/** Two numbers for one limit: neither would hold. */
function checkLimits({ models }: Agent, place: string, limits: Map<string, RateLimit>): void {
  for (const { model, provider } of models) {
    const { rateLimit, baseURL, apiKeyEnv } = provider;
    if (!rateLimit) continue;
    const whose = rateLimit.name ?? JSON.stringify([baseURL, apiKeyEnv, model]);
    const other = limits.get(whose) ?? rateLimit;
    limits.set(whose, other);
    if (stableJson(other) === stableJson(rateLimit)) continue;
    const what = rateLimit.name === undefined ? `model ${model} of that service` : `the limit of that name`;
    refuse(`${place}.provider.rateLimit`, rateLimit, `the numbers that ${what} has before: ${stableJson(other)}`);
  }
}

/** Names of the agents that an agent's tools lead to, by the tool's name. */
export function leadingTools({ policy }: Agent): [tool: string, agent: string][] {
  return policy.tools.flatMap(({ name, agent, handoff }): [string, string][] => {
    const to = agent?.name ?? handoff;
    return to === undefined ? [] : [[name, to]];
  });
}

/** An agent and all that its tools lead to, at any depth. Throws when a tool leads to a name that none has. */
function reachedFrom(agent: Agent, byName: ReadonlyMap<string, Agent>): ReadonlySet<Agent> {
  const reached = new Set([agent]);
  for (const each of reached) {
    for (const [tool, to] of leadingTools(each)) {
      const known = [...byName.keys()].join(', ');
      const next =
        byName.get(to) ?? refuse(`${each.name}.tools.${tool}`, to, `the name of an agent that is served: ${known}`);
      reached.add(next);
    }
  }
  return reached;
}

/** A limit of cost, of an agent or of a tool that asks one, counts what all agents below spend. */
function checkCost(agent: Agent, byName: ReadonlyMap<string, Agent>): void {
  const { limits, tools } = agent.policy;
  const reached = reachedFrom(agent, byName);
  if (limits.cost !== undefined) {
    for (const each of reached) {
      checkPriced(
        each,
        each === agent ? 'its limits.cost' : `limits.cost of agent "${agent.name}", which leads to it,`,
      );
    }
  }
  for (const { name, agent: asked } of tools) {
    const first = asked?.limits?.cost === undefined ? undefined : byName.get(asked.name);
    if (!first) continue;
    const whose = `limits.cost of tool "${name}" of agent "${agent.name}", which leads to it,`;
    for (const each of reachedFrom(first, byName)) checkPriced(each, whose);
  }
}

function checkPriced(agent: Agent, whose: string): void {
  const model = unpricedModel(agent);
  if (model !== undefined)
    refuse(`${agent.name}.prices`, model, `a price of this model too: ${whose} can't be held without`);
}

function refuse(option: string, value: unknown, expected: string, fix?: string): never {
  throw new DefinitionError({ kind: 'agents', name: undefined, option, value, expected, ...(fix && { fix }) });
}
