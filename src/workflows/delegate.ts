/**
 * What an answer's calls leave to other agents: turns of their own, or this turn itself. Rule: of several handoffs the
 * first counts, and the turns of sub-agents share what is left; each call that comes to nothing gets a true result. Pure.
 */
import type { ToolPolicy } from '../definition/policy.js';
import { budgetSpent, type Budget } from '../protocol/budget.js';
import { handedOverText, notHandedOverText, skippedText } from '../protocol/outcome-text.js';
import type { ToolCall } from '../protocol/tool-call.js';
import type { CallReply } from './turn-effects.js';

/** How often a turn may be handed over: agents that hand it to and fro end there. */
export const MOST_HANDOFFS = 10;

/** A call that may be run, with its tool. */
export interface RunnableCall {
  readonly call: ToolCall;
  readonly policy: ToolPolicy;
}

/** What is decided before any call is started. */
export interface Delegation {
  /** By position, the replies of calls for which nothing is started. */
  readonly replies: ReadonlyMap<number, CallReply>;
  /** What the turn of each call of an agent may spend; absent when there is none. */
  readonly budget?: Budget;
  /** Bytes that each such turn is started with beside its question. @default 0 */
  readonly besides?: number;
}

/** What a turn has for its calls of other agents. */
export interface Delegator {
  readonly budgetFor: (calls: number) => Budget;
  /** Bytes of the turn's context, which goes along with each of them. */
  readonly contextBytes: () => number;
  readonly handedOver: number;
}

const NOTHING: Delegation = { replies: new Map() };

/** Decides on the calls of an answer. */
export function delegate(
  calls: readonly RunnableCall[],
  { budgetFor, contextBytes, handedOver }: Delegator,
): Delegation {
  const asking = calls.filter(({ policy }) => policy.agent);
  const handing = calls.filter(({ policy }) => policy.handoff !== undefined);
  if (asking.length + handing.length === 0) return NOTHING;
  const first = handing[0]?.policy.handoff;
  const handed = handing.map(({ call, policy }, i): [number, CallReply] => {
    return [call.position, handoffReply(policy.handoff!, i === 0 ? undefined : first, handedOver)];
  });
  if (asking.length === 0) return { replies: new Map(handed) };
  const budget = budgetFor(asking.length);
  const spent = budgetSpent(budget);
  const over = {
    outcome: 'skipped',
    output: skippedText(spent === 'depth' ? 'levels of sub-agents' : `${spent}`),
  } as const;
  const skipped = spent ? asking.map(({ call }): [number, CallReply] => [call.position, over]) : [];
  return { replies: new Map([...handed, ...skipped]), budget, besides: contextBytes() };
}

function handoffReply(to: string, first: string | undefined, handedOver: number): CallReply {
  if (handedOver >= MOST_HANDOFFS) return { outcome: 'skipped', output: skippedText(`${MOST_HANDOFFS} handoffs`) };
  if (first !== undefined) return { outcome: 'skipped', output: notHandedOverText(first) };
  return { outcome: 'ok', output: handedOverText(to) };
}

/** The agent that an answer's calls hand the turn to, if they do. */
export function handedTo(
  calls: readonly ToolCall[],
  replies: readonly CallReply[],
  tools: readonly ToolPolicy[],
): string | undefined {
  const handoffs = new Map(tools.map(({ name, handoff }) => [name, handoff]));
  const call = calls.find(({ name, kind }, i) => {
    return kind === 'function_call' && handoffs.get(name) !== undefined && replies[i]?.outcome === 'ok';
  });
  return call && handoffs.get(call.name);
}
