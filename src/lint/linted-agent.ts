/** What the rules read of an agent; every agent has it. Types only. */
import type { Agent } from '../definition/agent.js';

/** An agent as the rules read it. */
export type LintedAgent = Pick<
  Agent,
  'name' | 'tools' | 'hostedTools' | 'models' | 'parallelToolCalls' | 'toolChoice' | 'silence'
>;
