/**
 * When a turn goes on in another run. Rule: long before Temporal's own bounds (51,200 events and 50 MB, where it ends a
 * workflow), but never sooner than the run has grown by as much as it began with: else a long transcript, which every
 * run takes in, would make the turn do nothing but continue. So what all runs take in is linear in what is said. Pure.
 */

/** Size of a run's history. */
export interface RunSize {
  readonly events: number;
  readonly bytes: number;
}

/** Beyond these a run is due even where Temporal suggests nothing. Its own suggestion comes at 4,096 events or 4 MB. */
const MOST: RunSize = { events: 8_000, bytes: 8_000_000 };
/** A run that has grown by so many events is due, however much it began with. */
const GROWN_EVENTS = 4_000;

/** Whether a run of this size, which began with another, is to be followed by the next; `suggested` is Temporal's own view. */
export function runIsDue(now: RunSize, began: RunSize, suggested: boolean): boolean {
  const large = suggested || now.events >= MOST.events || now.bytes >= MOST.bytes;
  return large && (now.bytes - began.bytes >= began.bytes || now.events - began.events >= GROWN_EVENTS);
}
