/**
 * A page of a long text, by characters or by lines. Pure. Rule: pages that follow each other by `next` give the text whole:
 * no character is left out, told twice, or cut in half.
 */

import { characterEnd, characterStart } from './whole-character.js';

/** Where a page begins and how long it is; characters are UTF-16 units, as texts of this language count them. */
export interface PageWish {
  /** From 0; inside of a character that one's begin, beyond the end the page is empty. @default 0 */
  readonly offset?: number;
  /** Begins at this line, from 1, in place of `offset`. */
  readonly line?: number;
  /** Most of them; more where a single character as people see it has more. */
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
  const from = characterStart(text, line === undefined ? offset : startOfLine(text, line));
  const byLength = Math.min(text.length, from + length);
  const byLines = lines === undefined ? byLength : Math.min(byLength, startOfLine(text, lines + 1, from));
  const before = characterStart(text, byLines);
  const to = before > from ? before : characterEnd(text, byLines);
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
