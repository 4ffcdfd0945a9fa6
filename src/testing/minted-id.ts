/** Ids that the scripted service gives out: different for each request and place, the same in every run. */
import { createHash } from 'node:crypto';

/** `prefix` and 24 hexadecimal digits. */
export function mintedId(prefix: string, requestNumber: number, place = 0): string {
  const digest = createHash('sha256').update(`${requestNumber}.${place}`).digest('hex');
  return `${prefix}${digest.slice(0, 24)}`;
}
