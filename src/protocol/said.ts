/**
 * What a turn inserts into its transcript between an answer and the next request: its own words after an answer that does
 * not fit, and what people say meanwhile. Pure.
 */
import type { Entry } from './entry.js';
import type { Item } from './item.js';

/** One inserted item. It stands in history once more, in the model call's arguments or the turn's end. */
export interface Said {
  /** Id of its entry. */
  readonly id: string;
  readonly item: Item;
  /** Who says it. */
  readonly by: 'turn' | 'person';
}

/** The entry of what was said after the answer of `step`. */
export function saidEntry(step: number, { id, item }: Said): Entry {
  return { id, step, item };
}
