/** A transcript: the ordered entries of a turn and the head that identifies them. The workflow and the workers keep it alike. */
import type { Entry } from './entry.js';
import { EMPTY_HEAD, extendHead } from './head.js';

/** Length and head of a transcript: names its content. */
export interface Mark {
  readonly length: number;
  readonly head: string;
}

/** The mark of the empty transcript. */
export const NO_ENTRIES: Mark = { length: 0, head: EMPTY_HEAD };

/** An append-only list of entries with its running digest. */
export class Transcript {
  readonly #entries: Entry[];
  #head: string;

  constructor(entries: readonly Entry[] = []) {
    this.#entries = [...entries];
    this.#head = headOf(entries);
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get mark(): Mark {
    return { length: this.#entries.length, head: this.#head };
  }

  append(entries: readonly Entry[]): void {
    this.#entries.push(...entries);
    this.#head = extendHead(this.#head, idsOf(entries));
  }

  /** Ids of the entries from `length` on. */
  idsSince(length: number): string[] {
    return idsOf(this.#entries.slice(length));
  }
}

/** The head of entries, of which a beginning may have a head that is known: that is not computed anew. */
export function headOf(entries: readonly Entry[], known = NO_ENTRIES): string {
  return extendHead(known.head, idsOf(entries.slice(known.length)));
}

function idsOf(entries: readonly Entry[]): string[] {
  return entries.map((entry) => entry.id);
}
