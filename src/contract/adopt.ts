/**
 * Entries that a run takes over from another one. Rule: an open run never depends on a closed one, which may be deleted at
 * any time; what is still needed enters the open run's own history, in its start or as results of `adoptEntries`.
 */
import type { CompactedRecord } from '../protocol/compacted-record.js';
import type { Outgrown } from '../protocol/compaction.js';
import type { Entry } from '../protocol/entry.js';
import type { Mark } from '../protocol/transcript.js';

/** Where entries stand. */
export interface EntrySource {
  /**
   * - `turn`: the whole transcript of a turn, with what it went on from. Forks of earlier versions have it.
   * - `turn-own`: the same without what it went on from.
   * - `turn-sent`: what the model is sent of it, compacted if it was.
   * - `session`: the conversation as far as the session has taken it in.
   * - `session-sent`: what its next turn is sent of that, compacted if a turn of it was.
   */
  readonly kind: 'turn' | 'turn-own' | 'turn-sent' | 'session' | 'session-sent';
  readonly workflowId: string;
  /** @default the workflow's current run */
  readonly runId?: string;
  /** With `turn-sent`: what the model was sent then. @default what it is sent now */
  readonly at?: SentAt;
}

/** A model call of a turn. */
export interface SentAt {
  readonly step: number;
  /** Number of the last compaction before it. @default there was none */
  readonly compaction?: number;
}

/** Bytes of JSON up to which entries stand in a run's start, together with what else stands there; a payload holds 2 MB. */
export const MOST_INLINE_BYTES = 1_000_000;

/** What a turn goes on from: in its start while that is small, else to be adopted from elsewhere as the turn begins. */
export type Before =
  | { readonly entries: readonly Entry[] }
  | { readonly source: EntrySource; /** What must be found there. */ readonly mark: Mark };

/** Input of `adoptEntries`: asks for the entries from this index on. */
export interface AdoptInput {
  readonly source: EntrySource;
  readonly from: number;
  /** How many entries of the source there are to take over. @default all */
  readonly upTo?: number;
}

/** A page of under 1 MB (a single larger entry stands alone); `next` is absent on the last one. */
export interface AdoptPage {
  readonly entries: readonly Entry[];
  readonly next?: number;
  /** On the last page of a turn that was compacted: what the model was sent of it last. */
  readonly compacted?: CompactedRecord;
  /** On the last page of a turn that recorded its end: whether the next turn is to begin with a compaction; null: it is not. */
  readonly outgrown?: Outgrown | null;
  /** The worker has an `onTurnFinished`; only on the last page of a turn. */
  readonly archives?: true;
}
