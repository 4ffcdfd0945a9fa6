/** What was said in a session so far, as its next turn goes on from it. Pure. */
import { MOST_INLINE_BYTES, type Before, type EntrySource } from '../contract/adopt.js';
import type { Entry } from '../protocol/entry.js';
import { jsonBytes } from '../protocol/page.js';
import { Transcript } from '../protocol/transcript.js';

/** The entries of a session. */
export class Conversation {
  readonly #transcript: Transcript;
  #bytes: number;

  constructor(entries: readonly Entry[]) {
    this.#transcript = new Transcript(entries);
    this.#bytes = jsonBytes(entries);
  }

  /** Bytes of JSON. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes in what a turn added. */
  append(entries: readonly Entry[]): void {
    this.#transcript.append(entries);
    this.#bytes += jsonBytes(entries);
  }

  /** The same as another run is started with: the entries while they are few, else where they stand. */
  before(source: EntrySource, otherBytes: number): Before {
    const { entries, mark } = this.#transcript;
    return this.#bytes + otherBytes <= MOST_INLINE_BYTES ? { entries } : { source, mark };
  }

  get isEmpty(): boolean {
    return this.#transcript.entries.length === 0;
  }
}
