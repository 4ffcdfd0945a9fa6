/** What a caller sees happen in a turn, in the exact order of its history (all but `text-delta`). Types only. Times: ms since the epoch. */
import type { Finish } from '../contract/call-model.js';
import type { Decision, WaitingApproval } from '../contract/people.js';
import type { TranscriptSize } from '../contract/compact.js';
import type { TurnResult } from '../contract/turn.js';
import type { From } from '../protocol/entry.js';
import type { Item } from '../protocol/item.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Usage } from '../protocol/usage.js';

/** A call as events name it. */
export interface EventCall {
  /** Which model call asked for it, from 1. */
  readonly step: number;
  /** Place among the calls of its step, from 0. */
  readonly position: number;
  /** The model's id of the call; a later step may use it again. */
  readonly callId: string;
  /** Of the tool. */
  readonly name: string;
  /** As the model wrote them. */
  readonly arguments: string;
  /** The turn that the call is, where a sub-agent is asked: once it was started, and only then. */
  readonly turnId?: string;
}

/** How an approval was decided. */
export interface ApprovalVerdict {
  readonly verdict: Decision['verdict'];
  readonly decidedBy: 'person' | 'deadline';
  /** Who, as the caller said. */
  readonly by?: string;
  /** Why it was denied. */
  readonly reason?: string;
  /** The arguments that the person gave in place of the model's. */
  readonly args?: unknown;
}

/**
 * More of the text that the model is saying, in a turn that streams. A preview: it may be missing its beginning, and a
 * restart voids it; the `message` that follows is the truth, and may hold more than was told by deltas.
 */
export interface TextDelta {
  readonly type: 'text-delta';
  readonly at: number;
  readonly step: number;
  /** Attempt of the model call, from 1. */
  readonly attempt: number;
  readonly text: string;
  /** The text begins anew: what was told of this step before is void. */
  readonly restart?: true;
  /** So many UTF-16 units before `text` are missing: whoever attaches late or reads slowly sees the end alone. */
  readonly missing?: number;
}

/** One thing that happened in a turn. */
export type TurnEvent =
  | {
      readonly type: 'turn-started';
      readonly at: number;
      readonly turnId: string;
      readonly agent: string;
      /** The runs of the turn's first steps were deleted: what follows begins after this one. */
      readonly afterStep?: number;
    }
  /** The turn was reset: what was told of it before is void, its events follow again. */
  | {
      readonly type: 'turn-restarted';
      readonly at: number;
      readonly turnId: string;
      readonly agent: string;
      /** What was told up to this step holds. */
      readonly afterStep?: number;
    }
  | TextDelta
  /** The model said something; `text` is the item's plain text. */
  | { readonly type: 'message'; readonly at: number; readonly step: number; readonly text: string; readonly item: Item }
  /** A person said something to the model: it goes before the model's next answer. */
  | { readonly type: 'steered'; readonly at: number; readonly text: string; readonly items: readonly Item[] }
  /** A call waits for a person; siblings run meanwhile. */
  | ({ readonly type: 'approval-requested'; readonly at: number } & Omit<WaitingApproval, 'step' | 'position'> &
      EventCall)
  /** A person, or the deadline, decided. */
  | ({ readonly type: 'approval-decided'; readonly at: number; readonly approvalId: string } & ApprovalVerdict &
      EventCall)
  /** A call's activity was asked for. A call that never started has no such event. */
  | ({ readonly type: 'call-started'; readonly at: number } & EventCall)
  /** A call's one result was recorded. */
  | ({
      readonly type: 'call-finished';
      readonly at: number;
      readonly outcome: Outcome;
      readonly output: string;
      readonly attempts: number;
      /** From the call's first scheduling to its end; absent when it never started. */
      readonly ms?: number;
    } & EventCall)
  /** The turn goes on by another agent. */
  | { readonly type: 'handed-over'; readonly at: number; readonly step: number; readonly agent: string }
  /** Every call of the step has its result. */
  | {
      readonly type: 'step-finished';
      readonly at: number;
      readonly step: number;
      readonly calls: number;
      /** Which model answered. */
      readonly from?: From;
      /** `stop`: the answer was said to its end, with calls or without; `length` and `content_filter`: it was cut. */
      readonly finish?: Finish;
      readonly usage?: Usage;
    }
  /** The older part of the transcript gave way to a summary: from here on the model is sent less. */
  | {
      readonly type: 'compacted';
      readonly at: number;
      /** The last step before it. */
      readonly step: number;
      /** From 1, in the turn. */
      readonly number: number;
      readonly before: TranscriptSize;
      /** Its tokens are estimated. */
      readonly after: TranscriptSize;
      readonly usage: Usage;
    }
  | { readonly type: 'turn-finished'; readonly at: number; readonly result: TurnResult<unknown> };
