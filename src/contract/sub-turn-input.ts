/**
 * What the turn of a sub-agent is started with. Rule: a start that Temporal can't take would fail the task of the asking turn
 * for ever, so its size is known first. Pure.
 */
import type { SubAgentPolicy } from '../definition/policy.js';
import type { Budget } from '../protocol/budget.js';
import { message } from '../protocol/item.js';
import { PAYLOAD_BYTES, STORED_BYTES, jsonBytes } from '../protocol/size.js';
import { wellFormed } from '../protocol/well-formed.js';
import type { TurnInput } from './turn.js';

/** The start of a call's turn: the question, the asking turn's context, and what may be spent. */
export function subTurnInput(
  args: unknown,
  agent: SubAgentPolicy,
  { context }: Pick<TurnInput, 'context'>,
  budget: Budget,
): TurnInput {
  return {
    agent: agent.name,
    input: [message('user', questionOf(args, agent))],
    ...(context !== undefined && { context }),
    ...(agent.limits && { limits: agent.limits }),
    budget,
  };
}

/** How large a start is that is too large, and what would go; undefined for one that fits. Bytes of JSON. */
export function startTooLarge(input: TurnInput): { readonly bytes: number; readonly most: number } | undefined {
  const bytes = jsonBytes(input);
  if (bytes <= PAYLOAD_BYTES) return undefined;
  // Where a part alone is more than a payload holds, external storage has taken it.
  const stored = [input.context ?? null, input.input].some((part) => jsonBytes(part) > PAYLOAD_BYTES);
  const most = stored ? STORED_BYTES : PAYLOAD_BYTES;
  return bytes > most ? { bytes, most } : undefined;
}

/** What the agent is asked: the one text, or all arguments as JSON. */
function questionOf(args: unknown, { field }: SubAgentPolicy): string {
  const text = field === undefined ? undefined : (args as Readonly<Record<string, unknown>>)[field];
  return wellFormed(typeof text === 'string' ? text : JSON.stringify(args));
}
