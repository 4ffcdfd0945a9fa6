/** Input and output of the `callModel` activity. Rule: the transcript goes by reference; an item enters history once. */
import type { AnswerInParts } from './answer-part.js';
import type { AgentPolicy } from '../definition/policy.js';
import type { Entry, From } from '../protocol/entry.js';
import type { Item } from '../protocol/item.js';
import type { Said } from '../protocol/said.js';
import type { ToolResult } from '../protocol/tool-result.js';
import type { Usage } from '../protocol/usage.js';
import type { Repair } from './repair.js';

/** One model call: which transcript to send, named by its head, and what is new in it since the step before. */
export interface CallModelInput {
  readonly agent: string;
  /** Digest of the agent that the turn runs by; absent on the first call, which brings the agent to the turn. */
  readonly digest?: string;
  /** On the first call: what the turn began with. */
  readonly first?: FirstCall;
  readonly step: number;
  /** Number of entries of the transcript. */
  readonly upTo: number;
  /** Head of the transcript: what the activity sends must have it. */
  readonly head: string;
  /** Length and head of the transcript that the step before ended its answer with; `ids` lead from there to `head`. */
  readonly after: { readonly length: number; readonly head: string };
  /** Ids of the entries since `after`, in order. */
  readonly ids: readonly string[];
  /** The whole transcript while it is small, so that a worker that lacks it needs to ask the turn for nothing. */
  readonly entries?: readonly Entry[];
  /** Results that the workflow itself made: they stand nowhere else in history. */
  readonly own?: readonly ToolResult[];
  /** What was said to the model since its last answer, by the turn itself or by people. */
  readonly said?: readonly Said[];
  /** A limit was reached: the model must answer without calls (`tool_choice: 'none'`). */
  readonly final?: true;
  /** Outputs of the turn were cut and can be read: offer `read_output`. */
  readonly reads?: true;
  /** The turn has a context: fetch it. */
  readonly context?: true;
  /** The turn streams: heartbeats tell a preview of the answer's text. */
  readonly stream?: true;
}

/** What a turn's first call is told besides; so is the first one by an agent that the turn was handed to. */
export interface FirstCall {
  /** The turn's context; absent when there is none, or when it is large. */
  readonly context?: unknown;
  /** The caller set no duration, so the agent's holds, which the turn doesn't know yet: the activity holds it. */
  readonly agentsDuration?: true;
  /** A limit of cost is set for the turn, which the agent may have no prices for. */
  readonly cost?: true;
}

/** An item of the answer with its entry's id and what the service added to it. */
export interface AnswerItem {
  readonly id: string;
  readonly item: Item;
  readonly raw?: Readonly<Record<string, unknown>>;
}

/** How a call ends that is not run; `ok` and `skipped` are for the call that is the agent's answer. */
export type PlannedOutcome = 'unknown_tool' | 'invalid_arguments' | 'ok' | 'skipped';

/** What a call needs beyond being run with its own arguments. Calls without a plan are run as the model wrote them. */
export type CallPlan =
  | { readonly position: number; readonly outcome: PlannedOutcome; readonly output: string }
  | { readonly position: number; readonly args: unknown }
  | AskPlan;

/** Whether a person is asked before the call runs, for tools that leave it to a function of theirs. */
export interface AskPlan {
  readonly position: number;
  readonly ask: boolean;
  /** Why a person is asked although the function could not say so. */
  readonly why?: string;
  /** As in a plan without a question. */
  readonly args?: unknown;
}

/**
 * Why the model stopped. `stop`: it said its answer to the end, with calls or without; whether it asked for calls is told by
 * its items. `length` and `content_filter`: the answer was cut.
 */
export type Finish = 'stop' | 'length' | 'content_filter';

/** One answer of the model, well formed. */
export interface CallModelOutput {
  readonly from: From;
  readonly items: readonly AnswerItem[];
  /** The items came in parts before, since no payload could hold them; `items` is empty then. */
  readonly inParts?: AnswerInParts;
  /** Plans by position, only for calls that need one. */
  readonly plans?: readonly CallPlan[];
  readonly usage: Usage;
  readonly finish: Finish;
  readonly repairs?: readonly Repair[];
  /**
   * The answer as the agent's `output` schema reads it, or why it doesn't fit; only on answers without calls, and on those
   * whose only call is the answer.
   */
  readonly structured?: { readonly value: unknown } | { readonly problem: string };
  /** On the first call: the agent as the turn runs by it from then on. */
  readonly loaded?: AgentPolicy;
  /** Calls may wait for a person, and the search attribute that lists such turns is registered. */
  readonly inbox?: true;
  /** The worker's agent is another version than the one that the turn runs by. */
  readonly agentChanged?: true;
}
