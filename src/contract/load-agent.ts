/** Input and output of the `loadAgent` local activity. Types only. */
import type { AgentPolicy } from '../definition/policy.js';
import type { Entry } from '../protocol/entry.js';

/** Which agent a turn wants, and what the worker may keep for the turn: arguments of local activities are not in history. */
export interface LoadAgentInput {
  readonly agent: string;
  readonly context?: unknown;
  readonly input: readonly Entry[];
}

/** The agent as the turn runs by it, or why it can't. */
export type LoadAgentOutput =
  | { readonly agent: AgentPolicy }
  | { readonly refused: { readonly code: 'context_invalid'; readonly message: string } };
