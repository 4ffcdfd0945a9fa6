/** What a rule over the order of a whole conversation is. Such rules find by the input, and mend what has been paired. */
import type { Json } from '../../testing/json.js';
import type { Element } from '../part.js';
import type { Report } from '../report.js';

/** A rule over the order of elements. */
export interface OrderRule {
  /** Reports what is wrong with the input. */
  find(elements: readonly Element[], report: Report): void;
  /** Mends the paired conversation, and notes its changes. */
  apply(elements: readonly Element[], report: Report): readonly Element[];
}

/** An element that the input doesn't have, put in at a place of it. */
export function added(value: Json, near: Element): Element {
  return { ...near, value };
}
