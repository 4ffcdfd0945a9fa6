/** An agent that a test's worker doesn't have. Rule: nobody else can bring it, so a turn of it would only fail later. */
import { printedValue } from '../../definition/printed-value.js';

/** `run` was asked for an agent that `testTurns` wasn't given. */
export class UnknownAgentError extends Error {
  override readonly name = 'UnknownAgentError';
  constructor(
    readonly agent: string,
    /** Names of the agents that there are. */
    readonly agents: readonly string[],
  ) {
    super(`testTurns has no agent ${printedValue(agent)}; its agents are ${agents.join(', ')}`);
  }
}
