/**
 * What a parsed JSON value holds that can't be written back as it was. Pure. Rule: such an input is refused with the place,
 * never written otherwise in silence; the walk keeps a list of its own, as deep values overflow the stack.
 */
import { clip } from '../protocol/outcome-text.js';

/** Lists and objects within each other; services take far fewer. */
const MOST_DEPTH = 1_000;
/** Characters of a place that are told. */
const MOST_PLACE = 100;

/** What can't be written back, and where. */
export interface Unwritable {
  readonly reason: string;
  /** What was expected instead. */
  readonly expected: string;
}

/** A list or an object, and the way to it. */
interface Place {
  readonly value: object;
  readonly depth: number;
  readonly key?: string;
  readonly outer?: Place;
}

/** The first thing found that can't be written back; undefined when all can. */
export function unwritable(input: unknown): Unwritable | undefined {
  const open: Place[] = isHolder(input) ? [{ value: input, depth: 1 }] : [];
  for (let place = open.pop(); place; place = open.pop()) {
    if (place.depth > MOST_DEPTH) {
      const reason = `${pathOf(place)} is nested over ${MOST_DEPTH} deep`;
      return { reason, expected: `lists and objects nested at most ${MOST_DEPTH} deep` };
    }
    for (const [key, value] of Object.entries(place.value) as [string, unknown][]) {
      const inner = { value, depth: place.depth + 1, key, outer: place };
      if (value === Infinity || value === -Infinity) {
        const reason = `${pathOf(inner)} is a number beyond 1.8e308, which would be written back as null`;
        return { reason, expected: 'a smaller number, or a text' };
      }
      if (isHolder(value)) open.push({ ...inner, value });
    }
  }
  return undefined;
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `messages[3].content`; `[3].content` in a bare list. */
function pathOf(place: Omit<Place, 'value'>): string {
  const keys: string[] = [];
  for (let at: Omit<Place, 'value'> | undefined = place; at?.key !== undefined; at = at.outer) {
    keys.unshift(Array.isArray(at.outer?.value) ? `[${at.key}]` : `.${at.key}`);
  }
  return clip(keys.join('').replace(/^\./, ''), MOST_PLACE);
}
