/**
 * A page of a long text, by characters or by lines. Pure. Rule: pages that follow each other by `next` give the text whole:
 * no character is left out, told twice, or cut in half.
 */

/** Where a page begins and how long it is; characters are UTF-16 units, as texts of this language count them. */
export interface PageWish {
  /** From 0; beyond the end the page is empty. @default 0 */
  readonly offset?: number;
  /** Begins at this line, from 1, in place of `offset`. */
  readonly line?: number;
  /** Most characters; one more where the last one would be cut in half. */
  readonly length: number;
  /** Most lines. @default as many as fit */
  readonly lines?: number;
}

/** A page. */
export interface TextPage {
  readonly text: string;
  /** Of its first character. */
  readonly offset: number;
  /** Of its first line, from 1. */
  readonly line: number;
  /** Offset of the page that follows; absent on the last one. */
  readonly next?: number;
}

/** The page of a text that is wished for. */
export function textPage(text: string, { offset = 0, line, length, lines }: PageWish): TextPage {
  const from = whole(text, line === undefined ? Math.min(offset, text.length) : startOfLine(text, line));
  const byLength = Math.min(text.length, from + length);
  const byLines = lines === undefined ? byLength : Math.min(byLength, startOfLine(text, lines + 1, from));
  const to = whole(text, byLines);
  return {
    text: text.slice(from, to),
    offset: from,
    line: linesIn(text, from) + 1,
    ...(to < text.length && { next: to }),
  };
}

/** Where a line begins, from 1 on; the text's end when it has fewer. */
function startOfLine(text: string, line: number, from = 0): number {
  let at = from;
  for (let n = 1; n < line; n += 1) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}

/** Line ends in the first characters of a text. */
function linesIn(text: string, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** A place that cuts no character in half: the one behind the pair where it is in the middle of one. */
function whole(text: string, at: number): number {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000 ? at + 1 : at;
}
