/**
 * Where a text may be cut. Rule: never inside of what people see as one character: a pair of surrogates, an emoji of several
 * parts, a letter with its accents; one that is longer than 64 units is kept well formed, no more. Pure.
 */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** UTF-16 units that are looked at on either side: texts may be megabytes. */
const WINDOW = 64;

/** The last place at or before `at` where a character begins. */
export function characterStart(text: string, at: number): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  const from = pairStart(text, Math.max(0, at - WINDOW));
  let start = 0;
  for (const { index } of graphemes.segment(text.slice(from, pairStart(text, at + 2)))) {
    if (from + index > at) break;
    start = index;
  }
  // The window begins in the middle of it, or the text with it.
  return start === 0 && from > 0 ? pairStart(text, at) : from + start;
}

/** The first place at or after `at` where a character begins, or the text's end. */
export function characterEnd(text: string, at: number): number {
  const start = characterStart(text, at);
  if (start >= at || start === text.length) return start;
  const [first] = graphemes.segment(text.slice(start, start + 2 * WINDOW));
  return start + Math.max(first?.segment.length ?? 0, at - start);
}

/** The same place, or the one before where it is inside of a surrogate pair. */
function pairStart(text: string, at: number): number {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000 ? at - 1 : at;
}
