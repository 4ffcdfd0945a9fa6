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
const MOST_HEADERS = 5_000;

interface Kept {
  readonly entries: readonly Entry[];
  readonly chars: number;
}

/** An LRU of transcripts by head, of results by entry id, and of turns' headers by run. */
export class TranscriptCache {
  readonly #transcripts: LRUCache<string, Kept>;
  readonly #results: LRUCache<string, Entry>;
  readonly #headers = new LRUCache<string, TurnHeader>({ max: MOST_HEADERS });
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

  /** Keeps a transcript; the one it grew from is dropped, since a turn only goes on from its newest. */
  keepTranscript(head: string, entries: readonly Entry[], from?: Mark): void {
    const known = from && from.length > 0 ? this.#transcripts.get(from.head) : undefined;
    const added = known ? entries.slice(known.entries.length) : entries;
    const chars = added.reduce((sum, entry) => sum + charsOf(entry), known?.chars ?? 0);
    this.#transcripts.set(head, { entries, chars });
    if (known && from && from.head !== head) this.#transcripts.delete(from.head);
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

function charsOf(entry: Entry): number {
  return JSON.stringify(entry).length;
}
