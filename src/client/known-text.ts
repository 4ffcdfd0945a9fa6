/**
 * The text of a model call as a client knows it from heartbeats, and what of it a watcher has not seen. Pure. Rules: what
 * is kept is bounded; a watcher that is late or slow gets all that is known in one piece, and is told what is missing.
 */
import { wholeFrom, type TextPreview } from '../contract/text-preview.js';
import type { TextDelta } from '../history/turn-event.js';

/** Most UTF-16 units of a text that are kept for watchers. */
export const MOST_KNOWN = 64 * 1024;

/** What is known of one text: its end, from `offset` on. */
export interface KnownText {
  readonly id: string;
  readonly attempt: number;
  readonly offset: number;
  readonly text: string;
  /** When the last of it was told, by the server's clock. */
  readonly at: number;
}

/** How far a watcher has read, and in which text. */
export interface ReadMark {
  readonly id: string;
  readonly position: number;
}

/** What is known with one more heartbeat. */
export function extendText(known: KnownText | undefined, preview: TextPreview, at: number): KnownText {
  const { id, attempt, offset, tail } = preview;
  const end = known ? known.offset + known.text.length : 0;
  if (known?.id !== id || offset > end) return { id, attempt, offset, text: tail, at };
  const fresh = tail.slice(end - offset);
  return fresh === '' ? known : bounded({ ...known, text: known.text + fresh, at });
}

/** What a watcher has not read yet, as an event of its step; undefined when that is nothing. */
export function unread(step: number, known: KnownText, mark: ReadMark | undefined): TextDelta | undefined {
  const restart = mark !== undefined && mark.id !== known.id;
  const read = mark && !restart ? mark.position : 0;
  const from = Math.max(read, known.offset);
  const text = known.text.slice(from - known.offset);
  if (text === '') return undefined;
  return {
    type: 'text-delta',
    at: known.at,
    step,
    attempt: known.attempt,
    text,
    ...(restart && { restart }),
    ...(from > read && { missing: from - read }),
  };
}

/** The mark of a watcher that has read all that is known. */
export function readAll(known: KnownText): ReadMark {
  return { id: known.id, position: known.offset + known.text.length };
}

function bounded(known: KnownText): KnownText {
  const cut = wholeFrom(known.text, Math.max(0, known.text.length - MOST_KNOWN));
  return cut === 0 ? known : { ...known, offset: known.offset + cut, text: known.text.slice(cut) };
}
