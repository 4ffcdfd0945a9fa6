/**
 * Cuts a text that is too long: its head and its tail stay, with a mark between that says how much is missing and where
 * it can be read. Pure. Rule: no character is cut in half, what is left is within the bounds, and the mark's number is true.
 */
import { jsonBytes } from './size.js';
import { wellFormed } from './well-formed.js';
import { characterEnd, characterStart } from './whole-character.js';

/** A text as it was cut. */
export interface CutText {
  readonly text: string;
  /** Characters that are missing; 0 when it is whole. */
  readonly cut: number;
}

/** How a text is cut. */
export interface Cutting {
  /** Most characters, the mark included; a mark that is longer by itself stands alone. */
  readonly chars: number;
  /** Most bytes as JSON. @default as many as the characters have */
  readonly bytes?: number;
  /** What stands behind the number of characters in the mark. @default nothing */
  readonly where?: string;
}

/** Most bytes of a character in JSON, escaped as `\u0000`, and those of the quotes round a text. */
const ESCAPED_BYTES = 6;
const QUOTES = 2;

/** A text cut to what it may have. */
export function cutText(text: string, { chars, bytes = Infinity, where = '' }: Cutting): CutText {
  let kept = cutMiddle(text, chars, where);
  // Mostly there is nothing to measure.
  if (kept.text.length * ESCAPED_BYTES + QUOTES <= bytes) return kept;
  for (let most = kept.text.length; jsonBytes(kept.text) > bytes && most > 0;) {
    most = Math.floor(most * Math.min(0.9, bytes / jsonBytes(kept.text)));
    kept = cutMiddle(text, most, where);
  }
  return kept;
}

function cutMiddle(text: string, most: number, where: string): CutText {
  if (text.length <= most) return { text, cut: 0 };
  const mark = (cut: number) => `\n[… ${cut} characters were cut${where} …]\n`;
  const room = Math.max(0, most - mark(text.length).length);
  const head = characterStart(text, Math.ceil(room / 2));
  const tail = characterEnd(text, text.length - Math.floor(room / 2));
  const cut = tail - head;
  return { text: wellFormed(`${text.slice(0, head)}${mark(cut)}${text.slice(tail)}`), cut };
}

/** The first items of a list, and behind them a note of how many more there were. */
export function firstItems(items: readonly unknown[], most: number, where = ''): readonly unknown[] {
  return [...items.slice(0, most), `… ${items.length - most} more items were cut${where}`];
}

/** The beginning of a text that has at most so many bytes as JSON. */
export function beginningOf(text: string, bytes: number): string {
  let kept = text;
  for (let size = jsonBytes(kept); size > bytes && kept !== ''; size = jsonBytes(kept)) {
    kept = text.slice(0, characterStart(text, Math.floor(kept.length * Math.min(0.98, bytes / size))));
  }
  return kept;
}
