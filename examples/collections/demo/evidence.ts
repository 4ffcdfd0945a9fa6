/** What the judge is given. Rule: it comes from the model server's log, the database and Temporal's history, and nowhere else. Types only. */
import type { Item } from 'everycall';
import type { LoggedRequest } from 'everycall/testing';

/** An activity as the events of a history tell it. */
export interface ActivityRecord {
  /** `<step>.<position>:<call id>` for a call. */
  readonly id: string;
  readonly type: string;
  /** Attempts that were started. */
  readonly attempts: number;
  /** Absent while it is open. */
  readonly end?: 'completed' | 'failed' | 'timed_out' | 'canceled';
  /** The failure's type, such as `everycall.timeout`. */
  readonly failureType?: string;
}

/** One turn as its history tells it. */
export interface TurnEvidence {
  readonly turnId: string;
  readonly query: string;
  /** How Temporal closed the workflow. */
  readonly closed?: 'completed' | 'failed' | 'canceled' | 'terminated' | 'timed_out';
  /** The transcript, as far as it stands in history. */
  readonly entries: readonly { readonly step: number; readonly item: Item }[];
  readonly activities: readonly ActivityRecord[];
}

/** An answer that the model server gave, by the number of its request. */
export interface GivenAnswer {
  readonly request: number;
  readonly calls: readonly { readonly id: string; readonly name: string }[];
}

/** A row of the ledger: a tool's code began, and ended unless it was killed. */
export interface ToolStart {
  readonly turnId: string;
  readonly callId: string;
  readonly tool: string;
  readonly key: string;
  readonly attempt: number;
  readonly pid: number;
  readonly ended: boolean;
  readonly failure: string | null;
}

/** A reminder and how often it was mailed. */
export interface Reminder {
  readonly id: number;
  readonly key: string;
  readonly turnId: string;
  readonly callId: string;
  readonly customer: string;
  readonly deliveries: number;
}

/** All of it. */
export interface Evidence {
  /** The scripted model server's side; absent when a real model answered. */
  readonly model?: { readonly requests: readonly LoggedRequest[]; readonly answers: readonly GivenAnswer[] };
  readonly turns: readonly TurnEvidence[];
  readonly starts: readonly ToolStart[];
  readonly reminders: readonly Reminder[];
  /** The worker that was killed in the middle of a fan-out. */
  readonly killedPid?: number;
}

/** One check and what it found; it holds when there is no problem. */
export interface Verdict {
  readonly check: string;
  readonly problems: readonly string[];
}
