/** What starts a turn and what it ends with: the input and the result of the `agentTurn` workflow. Types only. */
import type { Budget } from '../protocol/budget.js';
import type { Outgrown } from '../protocol/compaction.js';
import type { Item } from '../protocol/item.js';
import type { LimitName, Limits } from '../protocol/limit.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Said } from '../protocol/said.js';
import type { ToolResult } from '../protocol/tool-result.js';
import type { Usage } from '../protocol/usage.js';
import type { Before } from './adopt.js';
import type { Carried } from './carried.js';
import type { Repair } from './repair.js';
import type { TurnsBelow } from './sub-turn.js';

/** Argument of the `agentTurn` workflow. Never holds a secret: it is readable in Temporal UI. */
export interface TurnInput {
  /** Name of the agent. */
  readonly agent: string;
  /** The user's input, checked and in the order of the contract. */
  readonly input: readonly Item[];
  /** The caller's JSON for this turn; checked against the agent's schema when the turn loads its agent. */
  readonly context?: unknown;
  /** Lower (or higher) limits for this turn alone. */
  readonly limits?: Partial<Limits>;
  /** What the turn goes on from: part of its transcript, in front of the user's input, but nothing that the user said now. */
  readonly before?: Before;
  /** On a session's turn: the one before it came to the bound of the agent's compaction, so that this one begins with it. */
  readonly outgrown?: Outgrown;
  /** On the turn of a sub-agent: what its parent has left for it. */
  readonly budget?: Budget;
  /** Stream the answers' text to whoever watches: a preview, which is no part of the history. */
  readonly stream?: true;
  /** A session's turn that was cancelled while it waited: it asks the model nothing, and ends once it is told to. */
  readonly cancelled?: true;
  /** What an earlier run of this turn carried along; `input` is empty then. Set by the turn itself alone. */
  readonly carried?: Carried;
}

/** Why a turn failed. */
export interface TurnError {
  /** A code of the service (`invalid_api_key`, `context_length_exceeded`, …) or of everycall (`agent_unknown`, …). */
  readonly code: string;
  /** The service's own message, with credentials removed. */
  readonly message: string;
  /** Whether starting the same turn again may succeed. */
  readonly retryable: boolean;
}

/** What every result of a turn says. */
export interface TurnTotals {
  /** Model calls made. */
  readonly steps: number;
  /** Number of calls by outcome; outcomes that did not occur are absent. */
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly usage: Usage;
  /** What was mended in the model's answers: the first 100, and an entry that counts the others; absent when nothing was. */
  readonly repairs?: readonly Repair[];
  /** Model calls that ran by another version of the agent than the turn began with; absent when none did. */
  readonly agentChanged?: number;
  /** The agent that the turn ended with, when it was handed over; absent when it was not. */
  readonly agent?: string;
  /** Turns of sub-agents at any depth; their tokens are part of `usage`, their tool calls are not part of `counts`. */
  readonly below?: TurnsBelow;
}

/** How a turn ended. `Output` is the type of the agent's answer: text unless the agent has a structured output. */
export type TurnResult<Output = string> = TurnTotals &
  (
    | { readonly outcome: 'completed'; readonly output: Output }
    | { readonly outcome: 'limit'; readonly limit: LimitName; readonly output?: Output }
    | { readonly outcome: 'cancelled' }
    | { readonly outcome: 'failed'; readonly error: TurnError }
  );

/** What the workflow records at its end: the result, and results of calls that stand nowhere else in history. */
export interface TurnEnd {
  readonly result: TurnResult<unknown>;
  readonly own?: readonly ToolResult[];
  /** What was said to the model and no model call took along any more. */
  readonly said?: readonly Said[];
  /** The transcript has come to the bound of the agent's compaction: the next turn of a session begins with it; null: there is room. */
  readonly outgrown?: Outgrown | null;
}
