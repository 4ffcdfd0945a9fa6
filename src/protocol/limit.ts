/** The limits of a turn, and which of them is reached. Pure. */

/** Bounds of one turn. */
export interface Limits {
  /** Model calls that may ask for tools; one more call is made, without tools, to close the turn. @default 10 */
  readonly steps: number;
  /** Calls that may be started over the whole turn. @default 100 */
  readonly toolCalls: number;
  /** Tokens in total, as the service counts them. @default 500_000 */
  readonly tokens: number;
  /** Wall-clock time of the whole turn, in milliseconds. @default 3_600_000 */
  readonly durationMs: number;
  /** Money for the tokens of the turn, in the currency of the agent's prices. @default absent: none */
  readonly cost?: number;
  /** Levels of sub-agents under the turn. @default {@link DEFAULT_DEPTH} */
  readonly depth?: number;
}

/** Levels of sub-agents under a turn that sets none: agents that call each other in a circle end there. */
export const DEFAULT_DEPTH = 5;

/** Upper bounds of the limits, of an agent and of one turn alike. */
export const LIMIT_BOUNDS = {
  /** A turn goes on in another run long before Temporal's 51,200 events of history. */
  steps: 100_000,
  toolCalls: 1_000_000,
  tokens: 1_000_000_000,
  /** 30 days. */
  durationMs: 2_592_000_000,
  cost: 1_000_000_000,
  depth: 20,
} as const satisfies Limits;

/** Which limit ended a turn. */
export type LimitName = 'steps' | 'toolCalls' | 'tokens' | 'duration' | 'cost';

/** What a turn has spent so far. */
export interface Spent {
  readonly steps: number;
  readonly toolCalls: number;
  readonly tokens: number;
  readonly elapsedMs: number;
  /** Money, in the currency of the agent's prices. @default 0 */
  readonly cost?: number;
}

/** The first limit that is reached, or undefined. */
export function limitReached(spent: Spent, limits: Limits): LimitName | undefined {
  if (spent.elapsedMs >= limits.durationMs) return 'duration';
  if (limits.cost !== undefined && (spent.cost ?? 0) >= limits.cost) return 'cost';
  if (spent.tokens >= limits.tokens) return 'tokens';
  if (spent.toolCalls > limits.toolCalls) return 'toolCalls';
  if (spent.steps >= limits.steps) return 'steps';
  return undefined;
}
