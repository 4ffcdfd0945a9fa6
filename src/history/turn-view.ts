/** What is known of a turn from its history, in one plain object. Types only; `turn-fold` builds it. Times: ms since the epoch. */
import type { Finish } from '../contract/call-model.js';
import type { ForkOrigin } from '../contract/fork-origin.js';
import type { TranscriptSize } from '../contract/compact.js';
import type { Repair } from '../contract/repair.js';
import type { WaitingApproval } from '../contract/people.js';
import type { TurnError, TurnInput, TurnResult, TurnTotals } from '../contract/turn.js';
import type { AgentPolicy } from '../definition/policy.js';
import type { Outgrown } from '../protocol/compaction.js';
import type { Entry, From } from '../protocol/entry.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Usage } from '../protocol/usage.js';
import type { ApprovalVerdict, EventCall } from './turn-event.js';

/** Where a turn stands: running, or how it ended. */
export type TurnStatus = 'running' | TurnResult['outcome'];

/** A call's approval. */
export interface CallApproval extends Omit<WaitingApproval, 'step' | 'position'> {
  readonly requestedAt: number;
  /** Set when it was decided; a cancelled one never is. */
  readonly decided?: ApprovalVerdict & { readonly at: number };
}

/** One tool call. */
export interface CallView extends EventCall {
  /** `planned`: not started; `running`: its activity is open, or has ended and the turn has not recorded it yet. */
  readonly state: 'planned' | 'running' | 'done';
  /** Set on calls that waited, or wait, for a person. */
  readonly approval?: CallApproval;
  /** Set when `done`. */
  readonly outcome?: Outcome;
  /** What the model was given; set when `done`. */
  readonly output?: string;
  /** Attempts that were started. While its activity is open, those that the server reported as pending. */
  readonly attempts: number;
  readonly scheduledAt?: number;
  /** Start of the last attempt. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Message of the last attempt that failed. */
  readonly lastFailure?: string;
  /** Tokens that the call itself used, where it asked a model: they count for the turn. */
  readonly usage?: Usage;
  /** Citations of an isolated hosted tool as the service gave them. */
  readonly annotations?: readonly unknown[];
}

/** A call that waits for a person. */
export interface Approval extends Omit<WaitingApproval, 'step' | 'position'>, EventCall {
  readonly turnId: string;
  readonly agent: string;
  readonly requestedAt: number;
}

/** One model call, and the tool calls that it asked for. */
export interface StepView {
  readonly step: number;
  /** The agent, where it is another than the turn began with: the turn was handed over. */
  readonly agent?: string;
  readonly state: 'running' | 'failed' | 'done';
  /** Attempts of the model call. */
  readonly attempts: number;
  readonly scheduledAt: number;
  /** Start of the last attempt. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly from?: From;
  readonly usage?: Usage;
  readonly finish?: Finish;
  readonly repairs?: readonly Repair[];
  /** Message of the last attempt that failed. */
  readonly lastFailure?: string;
  readonly calls: readonly CallView[];
}

/** One compaction of the transcript. */
export interface CompactionView {
  /** From 1, in the turn. */
  readonly number: number;
  /** The last step before it. */
  readonly step: number;
  /** The first step that stays word for word. */
  readonly keptFrom: number;
  /** Id of the first entry that stays, where a session's turn began by summing up those before it: it keeps all of its own. */
  readonly keptId?: string;
  readonly state: 'running' | 'failed' | 'done';
  readonly scheduledAt: number;
  readonly endedAt?: number;
  /** Tokens that it used, also in vain. */
  readonly usage?: Usage;
  /** Id of the summary's entry; set when `done`. */
  readonly id?: string;
  /** What the model is sent in the place of the older part; set when `done`, as is all that follows. */
  readonly summary?: string;
  readonly from?: From;
  /** Size of the transcript before. */
  readonly before?: TranscriptSize;
  /** And after; its tokens are estimated. */
  readonly after?: TranscriptSize;
  /** Message of its last attempt, when it failed: the turn went on without. */
  readonly failure?: string;
}

/** Steps of a turn whose runs were deleted, as its next run carried them. */
export interface EarlierSteps {
  /** How many runs they took. */
  readonly runs: number;
  readonly steps: number;
  readonly toolCalls: number;
}

/** A turn as its history tells it. */
export interface TurnView {
  readonly turnId: string;
  /** The run that was read last. */
  readonly runId: string;
  /** Number of that run, from 1: a long turn goes on in another run. */
  readonly run: number;
  /**
   * The first steps of the turn, whose runs are no longer there: `steps`, `calls` and `entries` begin after them. The result's
   * totals count them.
   */
  readonly earlier?: EarlierSteps;
  readonly agent: string;
  readonly taskQueue: string;
  readonly status: TurnStatus;
  /** Somebody asked to cancel it. */
  readonly cancelRequested: boolean;
  /** Where the turn was forked from another. */
  readonly forkOf?: ForkOrigin;
  /** Id of the schedule that started the turn. */
  readonly schedule?: string;
  /** What the turn runs by; absent until it has loaded its agent. */
  readonly policy?: AgentPolicy;
  readonly input: TurnInput;
  readonly startedAt: number;
  readonly closedAt?: number;
  /** Time of the last event that was read. */
  readonly seenAt: number;
  readonly steps: readonly StepView[];
  /** All calls, by step and position. */
  readonly calls: readonly CallView[];
  /** The calls that wait for a person now, in order. */
  readonly approvals: readonly Approval[];
  /** The transcript in order, after `earlier` as what the next run carried of it. Once the turn is closed every call in it has its result. */
  readonly entries: readonly Entry[];
  /** How many of the entries, from the first one on, the turn went on from; absent when it is no part of a conversation. */
  readonly before?: number;
  /** What the turn goes on from has not been read into its history, or could not be: `entries` are without it. */
  readonly beforeMissing?: true;
  /** What the model is sent of the entries, once a compaction put a summary in the place of the older ones. */
  readonly sent?: readonly Entry[];
  /** The compactions of the transcript; absent when there was none. */
  readonly compactions?: readonly CompactionView[];
  /** Whether the next turn of its session is to begin with a compaction; null when not, absent where nothing is compacted. */
  readonly outgrown?: Outgrown | null;
  /** What the turn has counted so far; absent once it has ended and `result` says it. */
  readonly totals?: TurnTotals;
  /** Set when the turn has ended. */
  readonly result?: TurnResult<unknown>;
  /** Set when the turn has failed. */
  readonly error?: TurnError;
}
