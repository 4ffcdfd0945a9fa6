/** Text from models, tools and callers as it may be shown on a terminal. Rule: it can't move the cursor, change colours or reorder a line. */
import { stripVTControlCharacters } from 'node:util';

/** Controls, format characters (bidi marks, zero widths) and line separators. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;
/** Characters that take two columns. */
const WIDE =
  /^[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;
/** UTF-16 units that are looked at for each column that may be shown: arguments may be megabytes. */
const UNITS_A_COLUMN = 16;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The text on one line without control characters; cut to `most` columns with an ellipsis. */
export function printable(text: string, most: number): string {
  const clean = stripVTControlCharacters(text.slice(0, most * UNITS_A_COLUMN)).replace(UNPRINTABLE, ' ');
  let shown = '';
  let left = most;
  for (const { segment } of graphemes.segment(clean)) {
    left -= columnsOf(segment);
    if (left < 0) return `${cutTo(shown, most - 1)}…`;
    shown += segment;
  }
  return shown;
}

/** Columns of a printable text on a terminal. */
export function columns(text: string): number {
  let sum = 0;
  for (const { segment } of graphemes.segment(text)) sum += columnsOf(segment);
  return sum;
}

function columnsOf(grapheme: string): number {
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Drops graphemes from the end until the text takes at most `most` columns. */
function cutTo(text: string, most: number): string {
  const parts = Array.from(graphemes.segment(text), ({ segment }) => segment);
  let width = columns(text);
  while (width > Math.max(0, most)) width -= columnsOf(parts.pop() ?? '');
  return parts.join('');
}
