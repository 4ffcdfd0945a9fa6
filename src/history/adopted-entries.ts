/**
 * Entries that a run took over from another one, as its history tells them: from its start, or from the results of
 * `adoptEntries`. Rule: pages count once all of them are there; what was taken over in part is nothing. Pure.
 */
import type { AdoptPage, Before } from '../contract/adopt.js';
import { behind, sentOf, type CompactedRecord } from '../protocol/compacted-record.js';
import type { Entry } from '../protocol/entry.js';

/** Follows the adoptions of one run. */
export class AdoptedEntries {
  #entries: readonly Entry[];
  #isMissing: boolean;
  #pages: Entry[] = [];
  #compacted: CompactedRecord | undefined;
  readonly #open = new Set<number>();

  /** @param compacted what of the first of them the model is sent, where that isn't all */
  constructor(before?: Before, compacted?: CompactedRecord) {
    this.#entries = before && 'entries' in before ? before.entries : [];
    this.#isMissing = before !== undefined && 'source' in before;
    this.#compacted = compacted;
  }

  /** Entries are to be taken over that are not there, or not all of them. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  /** What was taken over, in order. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** What the model is sent of them; undefined when that is all. */
  get sent(): readonly Entry[] | undefined {
    return this.#compacted && sentOf(this.#entries, this.#compacted);
  }

  /** A page was asked for, by this event. */
  scheduled(eventId: number): [] {
    this.#open.add(eventId);
    return [];
  }

  /** An activity returned. @returns whether it was a page, or the last one so that all are there. */
  completed(scheduled: number, result: unknown): 'page' | 'all' | undefined {
    if (!this.#open.delete(scheduled)) return undefined;
    const { entries, next, compacted } = result as AdoptPage;
    this.#pages.push(...entries);
    if (next !== undefined) return 'page';
    if (compacted) this.#compacted = behind(this.#entries.length, compacted);
    this.#entries = [...this.#entries, ...this.#pages];
    this.#pages = [];
    this.#isMissing = false;
    return 'all';
  }

  /** An activity failed: where it was a page, those before it are of no use. @returns whether it was one. */
  failed(scheduled: number): boolean {
    const isPage = this.#open.delete(scheduled);
    if (isPage) this.#pages = [];
    return isPage;
  }
}
