/** Pages of entries. Rule: a page stays well under the 2 MB that Temporal takes as a payload; a larger entry stands alone. Pure. */
import type { Entry } from './entry.js';
import { jsonBytes } from './size.js';

/** Bytes of JSON that a page of entries holds at most, unless one entry alone is larger. */
export const PAGE_BYTES = 1_000_000;

/** A page of entries from an index on; `next` is absent on the last one. */
export function pageFrom(entries: readonly Entry[], from: number): { entries: readonly Entry[]; next?: number } {
  let bytes = 0;
  let next = from;
  while (next < entries.length) {
    bytes += jsonBytes(entries[next]);
    if (bytes > PAGE_BYTES && next > from) break;
    next += 1;
  }
  return { entries: entries.slice(from, next), ...(next < entries.length && { next }) };
}
