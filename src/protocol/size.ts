/** Sizes as Temporal and the services count them. Pure: the sandbox has no Buffer. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { clip } from './outcome-text.js';

/** Length of a text in UTF-8 bytes. */
export function byteLength(text: string): number {
  return utf8ToBytes(text).length;
}

/** A beginning of the text that has at most `most` bytes; a character has up to 4, of which 3 in each half of a pair. */
export function clipBytes(text: string, most: number): string {
  return byteLength(text) <= most ? text : clip(text, Math.max(1, Math.floor(most / 3)));
}
