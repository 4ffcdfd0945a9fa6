/**
 * The preview of an answer's text while it streams: what a model call says of it in its heartbeat details, and how often.
 * Rules: a preview is never history; it is bounded; nobody sends or reads it more often than the pace here.
 */

/** The end of the text that a model call has streamed so far. */
export interface TextPreview {
  /** Random; names one text. Another attempt's text has another one: it begins anew. */
  readonly id: string;
  /** Attempt of the model call, from 1. */
  readonly attempt: number;
  /** UTF-16 units of the text before `tail`. */
  readonly offset: number;
  /** The end of the text: at most {@link MOST_TAIL_BYTES} as JSON, and no half characters. */
  readonly tail: string;
}

/** What clients read of a model call's heartbeat details; the rest of them is for its next attempt. */
export interface PreviewDetails {
  /** Only while a turn streams. */
  readonly preview?: TextPreview;
}

/** Most bytes of a tail, as the JSON text that it becomes. */
export const MOST_TAIL_BYTES = 8 * 1024;

/** A heartbeat is a request that the cluster pays for: after so long a text goes out more slowly, in milliseconds. */
export const QUICK_FOR_MS = 10_000;
const QUICK_EVERY_MS = 100;
const SLOW_EVERY_MS = 1_000;

/** Time from one heartbeat or look at it to the next, in milliseconds, for a text that has streamed for so long. */
export function previewEveryMs(streamedMs: number): number {
  return streamedMs < QUICK_FOR_MS ? QUICK_EVERY_MS : SLOW_EVERY_MS;
}

/** The first place at or after `start` that is not inside of a surrogate pair. */
export function wholeFrom(text: string, start: number): number {
  const at = text.charCodeAt(start);
  const before = text.charCodeAt(start - 1);
  return at >= 0xdc00 && at <= 0xdfff && before >= 0xd800 && before <= 0xdbff ? start + 1 : start;
}
