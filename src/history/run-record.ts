/** What is known of the run that is being read; the run that goes on after it begins anew. Pure. */
import { parseSpentActivityId } from '../contract/names.js';
import type { SubTurnSpent } from '../contract/sub-turn.js';
import type { TurnEnd, TurnResult } from '../contract/turn.js';
import type { Outgrown } from '../protocol/compaction.js';
import { AdoptedEntries } from './adopted-entries.js';
import type { CallRecord } from './call-record.js';
import type { ActivityScheduled, TurnClosed } from './history-fact.js';
import { LocalRuns } from './local-runs.js';
import type { StepRecord } from './step-record.js';

/** One run of a turn. */
export class RunRecord {
  /** What its activities and sub-agents' turns are for, by the event that asked for them. */
  readonly open = new Map<number, StepRecord | CallRecord>();
  readonly locals = new LocalRuns();
  /** What is being taken over; nothing where the runs before were read. */
  taking = new AdoptedEntries();
  /** The end that it recorded before it closed. */
  end: TurnEnd | undefined;
  closed: TurnClosed | undefined;
  result: TurnResult<unknown> | undefined;
  outgrown: Outgrown | null | undefined;
  cancelRequested = false;
  readonly #spending = new Map<number, CallRecord>();

  /** It is being read what the turn of a call spent. */
  spentAsked({ eventId, activityId }: ActivityScheduled, callAt: CallAt): [] {
    const { step, position } = parseSpentActivityId(activityId);
    const record = callAt(step, position);
    if (record) this.#spending.set(eventId, record);
    return [];
  }

  /** An activity returned. @returns whether it was one that read that. */
  spentTold(scheduled: number, result: unknown): boolean {
    const record = this.#spending.get(scheduled);
    if (record) record.spent = result as SubTurnSpent;
    return record !== undefined;
  }
}

type CallAt = (step: number, position: number) => CallRecord | undefined;
