/**
 * What a turn's first model call is told of how the turn began. Rule: an item enters history once, so only what is small
 * goes along; the rest is asked for by query. No other activity stands before the first model call: it would cost every
 * turn a hop.
 */
import type { FirstCall } from '../contract/call-model.js';
import type { TurnInput } from '../contract/turn.js';
import type { Entry } from '../protocol/entry.js';
import { byteLength } from '../protocol/size.js';

/** Most bytes of the input, and of the context, that are sent along. */
const SMALL_BYTES = 4_000;

/** What goes along with the first call. */
export function firstCall({ context, limits }: TurnInput, input: readonly Entry[]): FirstCall {
  return {
    ...(isSmall(input) && { entries: input }),
    ...(context !== undefined && isSmall(context) && { context }),
    ...(limits?.durationMs === undefined && { agentsDuration: true as const }),
  };
}

function isSmall(value: unknown): boolean {
  return byteLength(JSON.stringify(value)) <= SMALL_BYTES;
}
