/**
 * Checks the options of `startTurn`, before anything is sent. Rule: a misspelt option would be silently without effect,
 * and a memo that is no JSON would fail every task of its workflow and every list that holds it.
 */
import { jsonText, JsonLossError } from '../protocol/json-text.js';
import { byteLength } from '../protocol/size.js';
import { wellFormed } from '../protocol/well-formed.js';
import { TurnOptionError } from './input-error.js';

/** The same form as definitions demand: no agent has another name. */
const AGENT_NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const MOST_ID_LENGTH = 255;
/** Bytes of JSON that the notes of a turn may have: each listed turn carries them. */
export const MOST_MEMO_BYTES = 32 * 1024;

/**
 * Refuses what is no object, and names that don't exist.
 * @throws {TurnOptionError}
 */
export function checkKnown(option: string, value: unknown, names: readonly string[]): void {
  const known = names.join(', ');
  if (!isObject(value)) throw new TurnOptionError(option, value, `an object with ${known}`);
  const stray = Object.keys(value).find((key) => !names.includes(key));
  if (stray !== undefined) throw new TurnOptionError(`the name of an option in ${option}`, stray, `one of ${known}`);
}

/**
 * Returns the name of an agent as it is.
 * @throws {TurnOptionError} when no agent can have it.
 */
export function checkAgentName(agent: unknown): string {
  if (typeof agent === 'string' && AGENT_NAME.test(agent)) return agent;
  throw new TurnOptionError('agent', agent, 'the name of an agent: 1 to 64 letters, digits, _ or -');
}

/**
 * Returns a caller's turn id as it is.
 * @throws {TurnOptionError} when it is empty, too long, holds control characters or half a character.
 */
export function checkTurnId(turnId: unknown, option = 'turnId', most = MOST_ID_LENGTH): string {
  const fits = typeof turnId === 'string' && turnId !== '' && turnId.length <= most;
  // Half a character is no UTF-8: the server would know the turn by another id.
  if (fits && !/\p{Cc}/u.test(turnId) && wellFormed(turnId) === turnId) return turnId;
  const expected = `1 to ${most} characters without control characters or lone surrogates`;
  throw new TurnOptionError(option, turnId, expected);
}

/**
 * Refuses a context that JSON has no text for, or that it would lose a part of; undefined stands for none.
 * @throws {TurnOptionError}
 */
export function checkContext(context: unknown, option = 'context'): void {
  if (context !== undefined) textOf(option, context);
}

/**
 * Returns a flag as it is.
 * @throws {TurnOptionError} when it is neither true, false nor undefined.
 */
export function checkFlag(option: string, flag: unknown): boolean {
  if (flag === undefined || typeof flag === 'boolean') return flag === true;
  throw new TurnOptionError(option, flag, 'true or false');
}

/**
 * Returns the notes as they are.
 * @throws {TurnOptionError} on a name of everycall's own, a value that is no JSON, or over 32 KB of them.
 */
export function checkMemo(memo: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(memo)) throw new TurnOptionError('memo', memo, 'an object of notes');
  let bytes = 0;
  for (const [key, value] of Object.entries(memo)) {
    if (key.startsWith('everycall')) throw new TurnOptionError('memo', key, 'named otherwise than everycall…');
    if (wellFormed(key) !== key) throw new TurnOptionError('memo', key, 'named without lone surrogates');
    bytes += byteLength(key) + byteLength(textOf(`memo.${key}`, value));
  }
  if (bytes <= MOST_MEMO_BYTES) return memo;
  throw new TurnOptionError('memo', `${bytes} bytes`, `at most ${MOST_MEMO_BYTES} bytes as JSON`);
}

/** A function, a symbol and undefined have no text; NaN, a Map and the like lose it; what holds itself throws. */
function textOf(option: string, value: unknown): string {
  let text: string | undefined;
  try {
    text = jsonText(option, value);
  } catch (error) {
    if (error instanceof JsonLossError) throw new TurnOptionError(error.path, error, 'JSON');
    // What was given is said below.
  }
  if (text === undefined) throw new TurnOptionError(option, value, 'JSON');
  return text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
