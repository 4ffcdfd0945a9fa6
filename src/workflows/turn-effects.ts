/**
 * What the loop of a turn asks of the world. In the workflow these are Temporal's; in the simulator they run under
 * virtual time. Rule: none of them rejects; every fault comes back as data, so that the loop reads as a page.
 */
import type { CallModelInput, CallModelOutput } from '../contract/call-model.js';
import type { WaitingApproval } from '../contract/people.js';
import type { CompactInput, CompactOutput, VainCompaction } from '../contract/compact.js';
import type { TurnError } from '../contract/turn.js';
import type { ToolPolicy } from '../definition/policy.js';
import type { SubTurnSpent } from '../contract/sub-turn.js';
import type { Budget } from '../protocol/budget.js';
import type { ContentPart } from '../protocol/content-part.js';
import type { CallEnd } from '../protocol/failure.js';
import type { ToolCall } from '../protocol/tool-call.js';
import type { Usage } from '../protocol/usage.js';

/** What came of asking the model. */
export type ModelReply =
  | { readonly kind: 'answer'; readonly answer: CallModelOutput }
  | { readonly kind: 'failed'; readonly error: TurnError }
  | { readonly kind: 'cancelled' }
  /** What was left of the turn ran out before any attempt could be made or finished. */
  | { readonly kind: 'out_of_time' };

/** One call to run. */
export interface CallOrder {
  readonly call: ToolCall;
  readonly policy: ToolPolicy;
  readonly args: unknown;
  /** What is left of the turn, in milliseconds. */
  readonly leftMs: number;
  /** For a call that is a turn of another agent: what that turn may spend. */
  readonly budget?: Budget;
  /** Bound on the output, in bytes, where the step's share is lower than what a payload may hold. */
  readonly maxBytes?: number;
  /** Bound on what may be kept of an output that is cut, in bytes, where the run's history has room for less than usual. */
  readonly keepBytes?: number;
  /** The turn goes on from others: an output that is cut is named by the turn, too. */
  readonly tagged?: true;
}

/**
 * How a call ended. `recorded` says that history has the output as an activity's result, under the entry id `id`, of
 * which parts it is, which tokens the call itself used, and where it is a cut how many bytes history holds of the whole.
 */
export type CallReply = CallEnd & {
  readonly recorded?: {
    readonly id?: string;
    readonly content?: readonly ContentPart[];
    readonly usage?: Usage;
    readonly kept?: number;
  };
  /** What the turn spent that the call was, with all turns below it. */
  readonly below?: SubTurnSpent;
};

/** The world of a turn. */
export interface TurnEffects {
  callModel(input: CallModelInput, leftMs: number): Promise<ModelReply>;
  /** Sums up the older part of the transcript; without a text when that failed. */
  compact(input: CompactInput, leftMs: number): Promise<CompactOutput | VainCompaction | undefined>;
  runCall(order: CallOrder): Promise<CallReply>;
  /** A random entry id. */
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Whether cancellation was asked for. */
  isCancelled(): boolean;
  /** Resolves once cancellation is asked for; never rejects. */
  readonly cancelled: Promise<void>;
  /** Whether the turn is to go on in another run. Asked between steps, when nothing is under way. */
  continues(): boolean;
  /** Tells that the turn's state changed. */
  changed(): void;
  readonly turnId: string;
  /** Cancels one call that runs; its reply comes within the grace of a cancel. */
  cancelCall(call: ToolCall): void;
  /** Calls `fire` after so many milliseconds, unless the returned function takes it back first. */
  alarm(ms: number, fire: () => void): () => void;
  /** Tells which calls wait for a person now. */
  waiting(approvals: readonly WaitingApproval[]): void;
}
