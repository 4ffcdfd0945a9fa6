/** Checks what a session is addressed and sent with, before anything is sent. */
import type { OnBusy } from '../contract/session.js';
import { wellFormed } from '../protocol/well-formed.js';
import { TurnOptionError } from './input-error.js';

/** Ids of turns have up to 255 characters, of which a number takes some. */
const MOST_SESSION_ID = 240;
const MOST_MESSAGE_ID = 255;
const ON_BUSY: readonly string[] = ['queue', 'steer', 'interrupt', 'reject'] satisfies OnBusy[];

/**
 * Returns a session's id as it is.
 * @throws {TurnOptionError} when it is empty, too long, not printable, or ends like the id of a session's turn.
 */
export function checkSessionId(id: unknown): string {
  if (isName(id, MOST_SESSION_ID) && !/\/\d+$/.test(id)) return id;
  const expected = `1 to ${MOST_SESSION_ID} characters without control characters, not ending in "/" and a number`;
  throw new TurnOptionError('the id of a session', id, expected);
}

/** Returns a message's id as it is. @throws {TurnOptionError} */
export function checkMessageId(id: unknown): string {
  if (isName(id, MOST_MESSAGE_ID)) return id;
  throw new TurnOptionError('messageId', id, `1 to ${MOST_MESSAGE_ID} characters without control characters`);
}

/** Returns the choice as it is. @throws {TurnOptionError} */
export function checkOnBusy(onBusy: unknown): OnBusy {
  if (typeof onBusy === 'string' && ON_BUSY.includes(onBusy)) return onBusy as OnBusy;
  throw new TurnOptionError('onBusy', onBusy, `one of ${ON_BUSY.join(', ')}`);
}

/** Returns the signal as it is. @throws {TurnOptionError} when it is none. */
export function checkSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined || signal instanceof AbortSignal) return signal;
  throw new TurnOptionError('signal', signal, 'an AbortSignal');
}

/** Half a character is no UTF-8: the server would know it by another id. */
function isName(id: unknown, most: number): id is string {
  return typeof id === 'string' && id !== '' && id.length <= most && !/\p{Cc}/u.test(id) && wellFormed(id) === id;
}
