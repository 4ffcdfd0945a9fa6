/** Agents, tools and calls as the workflow knows them, for tests without a server. */
import type { AgentPolicy, ToolPolicy } from '../../src/definition/policy.js';
import type { Item } from '../../src/protocol/item.js';
import { toolCallsOf, type ToolCall } from '../../src/protocol/tool-call.js';
import { TurnState } from '../../src/workflows/turn-state.js';
import type { CallModelOutput } from '../../src/contract/call-model.js';
import { user } from '../protocol/items.js';

export const tool = (name: string, more: Partial<ToolPolicy> = {}): ToolPolicy => ({
  name,
  effect: 'idempotent',
  timeoutMs: 30_000,
  deadlineMs: 120_000,
  maxParallel: 5,
  retry: { maximumAttempts: 3, initialIntervalMs: 1_000, backoffCoefficient: 2, maximumIntervalMs: 30_000 },
  ...more,
});

export const agent = (more: Partial<AgentPolicy> = {}): AgentPolicy => ({
  name: 'tested',
  digest: 'd',
  maxParallel: 10,
  limits: { steps: 10, toolCalls: 100, tokens: 1_000, durationMs: 60_000 },
  tools: [tool('f'), tool('g')],
  ...more,
});

/** A state that began at 0 with one question. */
export const state = (policy = agent()): TurnState => {
  const begun = new TurnState(policy.name, [{ id: 'in', step: 0, item: user() }], 0);
  begun.load(policy);
  return begun;
};

/** An answer of these items, with entry ids `<prefix>0`, `<prefix>1`, … */
export const answer = (
  prefix: string,
  items: readonly Item[],
  more: Partial<CallModelOutput> = {},
): CallModelOutput => ({
  from: { service: 'https://a.test', model: 'm', api: 'chat' },
  items: items.map((item, at) => ({ id: `${prefix}${at}`, item })),
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  finish: 'stop',
  ...more,
});

/** The calls among items, as of step 1. */
export const callsOf = (...items: Item[]): ToolCall[] =>
  toolCallsOf(items.map((item, at) => ({ id: `c${at}`, step: 1, item })));
