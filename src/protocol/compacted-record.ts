/**
 * A record whose older part gave way to a summary: what of it goes to the model, while the record itself stays whole. For
 * conversations, whose next turn goes on from what the last one was sent. Pure.
 */
import type { Entry } from './entry.js';

/** What a compaction made of a record: `sentOf` tells what goes to the model. JSON. */
export interface CompactedRecord {
  /** Ids of the earlier entries that stay word for word, in front of the summary. */
  readonly asked: readonly string[];
  /** The summary: it stands nowhere in the record. */
  readonly summary: Entry;
  /** Index of the first entry that follows the summary; all later ones stay word for word. */
  readonly from: number;
}

/** What of a record goes to the model: all of it, unless it was compacted. */
export function sentOf(record: readonly Entry[], compacted: CompactedRecord | undefined): readonly Entry[] {
  if (!compacted) return record;
  const { asked, summary, from } = compacted;
  const stays = new Set(asked);
  return [...record.slice(0, from).filter(({ id }) => stays.has(id)), summary, ...record.slice(from)];
}

/** What was compacted of a record, by what of it goes to the model; undefined when nothing was. */
export function compactedOf(record: readonly Entry[], sent: readonly Entry[]): CompactedRecord | undefined {
  const recorded = new Set(record.map(({ id }) => id));
  const at = sent.findIndex(({ id }) => !recorded.has(id));
  const summary = sent[at];
  if (!summary) return undefined;
  const kept = sent.length - at - 1;
  return { asked: sent.slice(0, at).map(({ id }) => id), summary, from: record.length - kept };
}

/** The same of a record that has more entries in front. */
export function behind(earlier: number, compacted: CompactedRecord): CompactedRecord {
  return { ...compacted, from: compacted.from + earlier };
}
