/** Ids of the entries that activities make: random, so that no two attempts share one; short, for history has each twice. */
import { randomUUID } from 'node:crypto';

/** 16 letters, digits, `-` and `_`: 96 random bits. They are a UUID's, since Node keeps those of the next ones ready. */
export function newEntryId(): string {
  const bytes = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
  // Bytes 6 and 8 say the version and variant.
  return Buffer.concat([bytes.subarray(0, 6), bytes.subarray(9, 15)]).toString('base64url');
}
