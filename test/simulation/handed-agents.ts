/** Which agent has a turn, by the handoffs that its calls made. Rule: the limits stay those of the agent that it began with. */
import type { AgentPolicy } from '../../src/definition/policy.js';
import type { Scenario } from './scenario.js';

/** The agents of a turn. */
export class HandedAgents {
  handoffs = 0;
  #now: AgentPolicy;

  constructor(readonly scenario: Pick<Scenario, 'agent' | 'second'>) {
    this.#now = scenario.agent;
  }

  /** The agent that has the turn now, with the turn's limits. */
  get now(): AgentPolicy {
    return { ...this.#now, limits: this.scenario.agent.limits };
  }

  /** The agent that the end names: none where the turn stayed with its first. */
  get named(): string | undefined {
    return this.handoffs > 0 ? this.#now.name : undefined;
  }

  handOver(to: string): void {
    const { agent, second } = this.scenario;
    this.handoffs += 1;
    this.#now = to === agent.name ? agent : second;
  }
}
