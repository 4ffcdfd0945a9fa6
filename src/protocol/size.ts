/** Sizes as Temporal and the services count them. Pure: the sandbox has no Buffer. */
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Length of a text in UTF-8 bytes. */
export function byteLength(text: string): number {
  return utf8ToBytes(text).length;
}
