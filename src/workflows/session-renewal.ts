/**
 * When a session continues as new. Pure. Rules: on Temporal's suggestion, but not again before it has grown by as much as it
 * began with, since a long conversation fills a history at once; and before the server takes no more messages.
 */

/** What is known of a run. */
export interface RunSize {
  /** Temporal suggests to continue as new: 4 MB or 4,096 events, as servers come. */
  readonly suggested: boolean;
  readonly events: number;
  readonly bytes: number;
  /** Bytes of the run's history when it had taken the conversation in. */
  readonly firstBytes: number;
  /** Updates that were handled in the run. */
  readonly messages: number;
}

/** A server takes 2,000 updates in a run, as it comes. */
const MOST_MESSAGES = 1_000;
const MOST_EVENTS = 4_000;
const LEAST_GROWTH_BYTES = 1_000_000;
/** A server ends a run at 50 MB, with 51,200 events. */
const FULL_BYTES = 30_000_000;
const FULL_EVENTS = 30_000;

/** Whether the run should be followed by another one at its next chance. */
export function renewalDue({ suggested, events, bytes, firstBytes, messages }: RunSize): boolean {
  if (messages >= MOST_MESSAGES) return true;
  const grown = bytes - firstBytes >= Math.max(LEAST_GROWTH_BYTES, firstBytes);
  return suggested && (grown || events >= MOST_EVENTS);
}

/** Whether the run's history is so large that it takes no message before it was renewed. */
export function isOverfull({ events, bytes, firstBytes }: RunSize): boolean {
  return bytes - firstBytes >= FULL_BYTES || events >= FULL_EVENTS;
}
