/** Ids of the entries that activities make: random, so that no two attempts share one; short, for history has each twice. */
import { randomBytes } from 'node:crypto';

/** 16 letters, digits, `-` and `_`: 96 random bits. */
export function newEntryId(): string {
  return randomBytes(12).toString('base64url');
}
