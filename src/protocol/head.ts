/**
 * The head: a running digest over the ids of a transcript's entries. Rule: equal heads mean the same entries in the
 * same order, so a worker's cache keyed by head can never answer with a wrong or a stale transcript.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** The head of the empty transcript. */
export const EMPTY_HEAD = '';

/** The first 20 hexadecimal digits (80 bits) of the SHA-256 of a text: short enough to stand in every event of history. */
export function digest(value: string): string {
  return bytesToHex(sha256(utf8ToBytes(value))).slice(0, 20);
}

/** The head of a transcript with `head` after the entries with these ids were appended to it. */
export function extendHead(head: string, ids: readonly string[]): string {
  return ids.reduce((current, id) => digest(`${current}.${id}`), head);
}
