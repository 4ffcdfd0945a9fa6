/**
 * The turn id of a sub-agent's call: `<turn>/<step>.<position>`, so that it is known before the call starts and says
 * whose it is. Rule: it is valid as a turn id (at most 255 characters) at any depth.
 */
import { digest } from '../protocol/head.js';
import { wellFormed } from '../protocol/well-formed.js';

const MOST_CHARS = 255;
/** What is kept of an id that is too long; its digest keeps it apart from others. */
const KEPT_CHARS = 200;

/** The turn id of a call that is a turn of a sub-agent. */
export function subTurnId(turnId: string, step: number, position: number): string {
  const id = `${turnId}/${step}.${position}`;
  if (id.length <= MOST_CHARS) return id;
  return `${wellFormed(turnId.slice(0, KEPT_CHARS))}~${digest(turnId)}/${step}.${position}`;
}

/** Which call an id names. */
export interface CallPlace {
  readonly step: number;
  readonly position: number;
}

/** Step and position in the turn id of a call's turn, or undefined for another one. */
export function parseSubTurnId(id: string): CallPlace | undefined {
  const [, step, position] = /\/(\d+)\.(\d+)$/.exec(id) ?? [];
  return position === undefined ? undefined : { step: Number(step), position: Number(position) };
}
