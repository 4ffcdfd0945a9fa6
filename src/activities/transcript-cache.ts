/**
 * What a worker remembers of turns, so that transcripts need not travel. Rule: transcripts are kept by head, and a head
 * is a digest over the ids of all entries, so a hit is always the very transcript that was asked for.
 */
import { LRUCache } from 'lru-cache';
import type { TurnHeader } from '../contract/turn-query.js';
import type { Entry } from '../protocol/entry.js';
import type { Mark } from '../protocol/transcript.js';

/** Memory for entries, in characters of JSON. @default 128 MB */
const MOST_CHARS = 128_000_000;
const MOST_RESULTS = 50_000;
const MOST_RUNS = 5_000;

interface Kept {
  readonly entries: readonly Entry[];
  readonly chars: number;
}

/** An LRU of transcripts by head, one a run, of results by entry id, and of turns' headers by run. */
export class TranscriptCache {
  readonly #transcripts: LRUCache<string, Kept>;
  readonly #newest = new LRUCache<string, string>({ max: MOST_RUNS });
  readonly #results: LRUCache<string, Entry>;
  readonly #headers = new LRUCache<string, TurnHeader>({ max: MOST_RUNS });
  /** Queries made and bytes fetched since the start: the bench prints them. */
  readonly fetched = { queries: 0, bytes: 0 };

  constructor(mostChars = MOST_CHARS) {
    this.#transcripts = new LRUCache({ maxSize: mostChars, sizeCalculation: ({ chars }) => chars + 100 });
    this.#results = new LRUCache({ max: MOST_RESULTS, maxSize: mostChars, sizeCalculation: charsOf });
  }

  /** The transcript with this mark, if it is here. */
  transcript({ length, head }: Mark): readonly Entry[] | undefined {
    return length === 0 ? [] : this.#transcripts.get(head)?.entries;
  }

  /** The last transcript that was kept for a run; empty when there is none. */
  newest(runId: string): readonly Entry[] {
    const head = this.#newest.get(runId);
    return (head !== undefined && this.#transcripts.get(head)?.entries) || [];
  }

  /** Keeps a transcript of a run. The run's one before is dropped, since a turn only goes on from its newest. */
  keepTranscript(runId: string, head: string, entries: readonly Entry[]): void {
    const before = this.#newest.get(runId);
    const known = before === undefined ? undefined : this.#transcripts.get(before);
    // After a compaction it is another one, which is measured whole: else a long turn would outgrow the memory.
    const measured = known && goesOnFrom(known.entries, entries) ? known : { entries: [], chars: 0 };
    const added = entries.slice(measured.entries.length);
    const chars = added.reduce((sum, entry) => sum + charsOf(entry), measured.chars);
    if (before !== undefined) this.#transcripts.delete(before);
    this.#transcripts.set(head, { entries, chars });
    this.#newest.set(runId, head);
  }

  /** The result entry with this id, if one of this worker's activities made it. */
  result(id: string): Entry | undefined {
    return this.#results.get(id);
  }

  keepResult(entry: Entry): void {
    this.#results.set(entry.id, entry);
  }

  header(runId: string): TurnHeader | undefined {
    return this.#headers.get(runId);
  }

  keepHeader(runId: string, header: TurnHeader): void {
    this.#headers.set(runId, header);
  }
}

/** Whether a transcript begins with another one, as transcripts of one run do, but for those that were compacted. */
function goesOnFrom(before: readonly Entry[], entries: readonly Entry[]): boolean {
  return entries.length >= before.length && entries[before.length - 1]?.id === before.at(-1)?.id;
}

function charsOf(entry: Entry): number {
  return JSON.stringify(entry).length;
}
