/**
 * An entry: one item of a transcript with the step it belongs to and, for a model's items, where it came from.
 * Rule: an entry has a random id, made by the attempt that made the entry, so that a digest over ids identifies content.
 */
import type { Item } from './item.js';

/** The service, model and API that made an answer; what it added to the answer goes back to it and to no other. */
export interface From {
  /** Origin of the service's base URL, e.g. `https://api.openai.com`. Never a path, query or credential. */
  readonly service: string;
  readonly model: string;
  readonly api: 'chat' | 'responses';
}

/** One item of a transcript. */
export interface Entry {
  /** Random; 20 hexadecimal digits. */
  readonly id: string;
  /** 0 for the turn's input, then 1, 2, … */
  readonly step: number;
  readonly item: Item;
  /** Set on the items of a model's answer. */
  readonly from?: From;
  /** Fields that the service added and the item's own form can't hold; returned verbatim to `from` alone. */
  readonly raw?: Readonly<Record<string, unknown>>;
}
