/** Sizes as Temporal and the services count them. Pure: the sandbox has no Buffer. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { clip } from './outcome-text.js';

/** JSON that fits into a payload: Temporal takes 2 MB, and codecs and what surrounds it need some of that. */
export const PAYLOAD_BYTES = 1_900_000;
/** The same where external storage takes what is larger: workers and clients still hold it in memory. */
export const STORED_BYTES = 16_000_000;

/** External storage as far as sizes go: payloads from its threshold on are no payloads of Temporal's any more. */
export interface StorageSize {
  readonly payloadSizeThreshold: number;
}

/** Bytes of JSON that a payload may have. A storage that takes only what Temporal refuses already is none. */
export function mostPayloadBytes(storage: StorageSize | undefined): number {
  return storage && storage.payloadSizeThreshold <= PAYLOAD_BYTES ? STORED_BYTES : PAYLOAD_BYTES;
}

/** Most bytes of a whole output in a payload: Temporal warns of payloads over 512 KiB, and history holds 50 MB. */
export const KEPT_BYTES = 480_000;

/** Length of a text in UTF-8 bytes. */
export function byteLength(text: string): number {
  return utf8ToBytes(text).length;
}

/** Bytes of a value as JSON in UTF-8, as a payload holds it. */
export function jsonBytes(value: unknown): number {
  return byteLength(JSON.stringify(value));
}

/** A beginning of the text that has at most `most` bytes; a character has up to 4, of which 3 in each half of a pair. */
export function clipBytes(text: string, most: number): string {
  return byteLength(text) <= most ? text : clip(text, Math.max(1, Math.floor(most / 3)));
}
