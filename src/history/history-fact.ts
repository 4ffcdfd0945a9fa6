/**
 * What an event of history says about a turn, as a small union of typed facts. Rule: this file and `read-fact` are the
 * only ones that know the events' form; everything after them is pure. All times are milliseconds since the epoch.
 */
import type { AnswerPart } from '../contract/answer-part.js';
import type { Decision, Steer, WaitingApproval } from '../contract/people.js';
import type { HistoryFailure } from './payload-reader.js';

/** How Temporal closed a run. */
export type CloseKind = 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed_out' | 'continued_as_new';

interface FactBase {
  readonly eventId: number;
  /** Time of the event. */
  readonly at: number;
}

/** A run began. `input` is not yet checked. */
export interface TurnStarted extends FactBase {
  readonly type: 'turn-started';
  readonly turnId: string;
  readonly runId: string;
  readonly workflowType: string;
  readonly taskQueue: string;
  readonly input: unknown;
  /** The run that this one goes on from. */
  readonly continuedFrom?: string;
}

/** A local activity ended; the server never saw it start. */
export interface LocalActivityEnded extends FactBase {
  readonly type: 'local-activity-ended';
  readonly name: string;
  readonly attempts: number;
  /** When the workflow asked for it, by the worker's clock. */
  readonly scheduledAt: number;
  readonly result?: unknown;
  readonly failure?: HistoryFailure;
}

/** An activity was asked for. `input` is decoded for `callModel` alone. */
export interface ActivityScheduled extends FactBase {
  readonly type: 'activity-scheduled';
  readonly activityId: string;
  readonly name: string;
  readonly input?: unknown;
}

/** The last attempt's start; the server writes it together with the activity's end. */
export interface ActivityStarted extends FactBase {
  readonly type: 'activity-started';
  /** Event id of the `activity-scheduled`. */
  readonly scheduled: number;
  readonly attempt: number;
  /** Message of the attempt before. */
  readonly lastFailure?: string;
}

/** An activity returned. */
export interface ActivityCompleted extends FactBase {
  readonly type: 'activity-completed';
  readonly scheduled: number;
  readonly result: unknown;
}

/** An activity failed, timed out or was cancelled, and the server makes no further attempt. */
export interface ActivityFailed extends FactBase {
  readonly type: 'activity-failed';
  readonly scheduled: number;
  readonly failure: HistoryFailure;
}

/** The turn of a sub-agent was asked for. Its start and end are told as those of an activity. */
export interface SubTurnInitiated extends FactBase {
  readonly type: 'sub-turn-initiated';
  readonly turnId: string;
}

/** A part of an answer came, ahead of its model call's end. */
export interface AnswerPartReceived extends FactBase {
  readonly type: 'answer-part';
  readonly part: AnswerPart;
}

/** A person said something to the model. */
export interface Steered extends FactBase {
  readonly type: 'steered';
  readonly steer: Steer;
}

/** A person's decision was accepted; whether it holds is told by the update's end. */
export interface Deciding extends FactBase {
  readonly type: 'deciding';
  readonly decision: Decision;
}

/** An update ended. */
export interface UpdateEnded extends FactBase {
  readonly type: 'update-ended';
  /** Event id of its acceptance. */
  readonly accepted: number;
  readonly ok: boolean;
}

/** Which calls wait for a person, from now on. */
export interface Waiting extends FactBase {
  readonly type: 'waiting';
  readonly asked: readonly WaitingApproval[];
  /** Ids of approvals that are waited for no longer; `others`: all that are not in `asked`. */
  readonly over: readonly string[] | 'others';
}

/** What a person does by an update. */
export type UpdateFact = Steered | Deciding;

/** A reset has what a person did after that point done again; the turn may refuse it now. */
export interface Admitted extends FactBase {
  readonly type: 'admitted';
  readonly updateId: string;
  readonly fact: UpdateFact;
}

/** An update that a reset has admitted was accepted: history tells what it is by its admission alone. */
export interface Accepted extends FactBase {
  readonly type: 'accepted';
  readonly updateId: string;
}

/** What people do, and what is waited for from them. */
export type PeopleFact = UpdateFact | Admitted | Accepted | UpdateEnded | Waiting;

/** Somebody asked to cancel the turn. */
export interface CancelRequested extends FactBase {
  readonly type: 'cancel-requested';
}

/** The run ended. */
export interface TurnClosed extends FactBase {
  readonly type: 'turn-closed';
  readonly how: CloseKind;
  /** What the workflow returned. */
  readonly result?: unknown;
  readonly failure?: HistoryFailure;
  /** Terminated: why, and by whom. */
  readonly reason?: string;
  readonly identity?: string;
  /** The run that goes on in its place. */
  readonly newRunId?: string;
}

/** One fact of a turn's history. */
export type HistoryFact =
  | TurnStarted
  | LocalActivityEnded
  | ActivityScheduled
  | ActivityStarted
  | ActivityCompleted
  | ActivityFailed
  | SubTurnInitiated
  | AnswerPartReceived
  | CancelRequested
  | PeopleFact
  | TurnClosed;
