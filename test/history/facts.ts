/** Builds the facts of a turn's history by hand, as Temporal writes them: a clock that goes on by 10 ms with each event. */
import type { CallModelInput, CallModelOutput, CallPlan } from '../../src/contract/call-model.js';
import type { CompactInput } from '../../src/contract/compact.js';
import type { TurnEnd } from '../../src/contract/turn.js';
import type { AgentPolicy, ToolPolicy } from '../../src/definition/policy.js';
import type { HistoryFact, TurnClosed } from '../../src/history/history-fact.js';
import type { HistoryFailure } from '../../src/history/payload-reader.js';
import { message, type Item } from '../../src/protocol/item.js';
import type { ToolResult } from '../../src/protocol/tool-result.js';

export const START = 1_700_000_000_000;

export function tool(name: string, more: Partial<ToolPolicy> = {}): ToolPolicy {
  const retry = { maximumAttempts: 3, initialIntervalMs: 1_000, backoffCoefficient: 2, maximumIntervalMs: 30_000 };
  return { name, effect: 'idempotent', timeoutMs: 30_000, deadlineMs: 120_000, maxParallel: 5, retry, ...more };
}

export function policy(tools: readonly ToolPolicy[]): AgentPolicy {
  const limits = { steps: 10, toolCalls: 100, tokens: 500_000, durationMs: 3_600_000 };
  return { name: 'shop', digest: 'd'.repeat(20), maxParallel: 10, limits, tools };
}

export function call(callId: string, name = 'look_up', args = '{"q":1}'): Item {
  return { type: 'function_call', call_id: callId, name, arguments: args };
}

export function answer(items: readonly Item[], plans?: readonly CallPlan[]): CallModelOutput {
  return {
    from: { service: 'http://127.0.0.1', model: 'm-1', api: 'chat' },
    items: items.map((item, i) => ({ id: `${JSON.stringify(item).length}.${i}`.padStart(20, '0'), item })),
    ...(plans && { plans }),
    usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15 },
    finish: 'stop',
  };
}

/** A fact without what the history itself adds. */
type Undated<F = HistoryFact> = F extends HistoryFact ? Omit<F, 'eventId' | 'at'> : never;

/** A history in the making. */
export class History {
  readonly facts: HistoryFact[] = [];
  #eventId = 0;
  #at = START;
  readonly #policy: AgentPolicy;

  constructor(input: readonly Item[] = [message('user', 'hi')], tools: readonly ToolPolicy[] = [tool('look_up')]) {
    this.#add({
      type: 'turn-started',
      turnId: 'turn-1',
      runId: 'run-1',
      workflowType: 'agentTurn',
      taskQueue: 'everycall',
      input: { agent: 'shop', input },
    });
    this.#policy = policy(tools);
  }

  #add(fact: Undated): number {
    this.#eventId += 1;
    this.#at += 10;
    this.facts.push({ ...fact, eventId: this.#eventId, at: this.#at });
    return this.#eventId;
  }

  local(name: string, result: unknown, attempts = 1): this {
    this.#add({ type: 'local-activity-ended', name, attempts, scheduledAt: this.#at, result });
    return this;
  }

  localFailed(name: string, failure: HistoryFailure, attempts: number): this {
    this.#add({ type: 'local-activity-ended', name, attempts, scheduledAt: this.#at, failure });
    return this;
  }

  ask(step: number, more: Partial<CallModelInput> = {}): number {
    const input = {
      agent: 'shop',
      digest: 'd',
      step,
      upTo: 1,
      head: 'h',
      after: { length: 0, head: '' },
      ids: [],
      ...more,
    };
    return this.#add({ type: 'activity-scheduled', activityId: `model:${step}`, name: 'callModel', input });
  }

  /** A compaction is asked for. */
  compact(number: number, more: Partial<CompactInput> = {}): number {
    const asked = { agent: 'shop', upTo: 1, head: 'h', after: { length: 0, head: '' }, ids: [] };
    const input = { ...asked, number, keptFrom: 2, tokens: 6_000, ...more };
    return this.#add({ type: 'activity-scheduled', activityId: `compact:${number}`, name: 'compact', input });
  }

  schedule(activityId: string, name = 'look_up'): number {
    return this.#add({ type: 'activity-scheduled', activityId, name });
  }

  /** A call that is the turn of a sub-agent. */
  subTurn(turnId: string): number {
    return this.#add({ type: 'sub-turn-initiated', turnId });
  }

  start(scheduled: number, attempt = 1, lastFailure?: string): this {
    this.#add({ type: 'activity-started', scheduled, attempt, ...(lastFailure !== undefined && { lastFailure }) });
    return this;
  }

  complete(scheduled: number, result: unknown): this {
    this.#add({ type: 'activity-completed', scheduled, result });
    return this;
  }

  fail(scheduled: number, failure: HistoryFailure): this {
    this.#add({ type: 'activity-failed', scheduled, failure });
    return this;
  }

  /** A model call from its scheduling to its answer. */
  step(step: number, items: readonly Item[], more: Partial<CallModelInput> = {}, plans?: readonly CallPlan[]): this {
    const id = this.ask(step, more);
    const loaded = step === 1 && { loaded: this.#policy };
    return this.start(id).complete(id, { ...answer(items, plans), ...loaded });
  }

  /** A call's activity from its scheduling to its result. */
  ran(activityId: string, output: string, attempt = 1, name = 'look_up'): this {
    const id = this.schedule(activityId, name);
    return this.start(id, attempt, attempt > 1 ? 'at first it failed' : undefined).complete(id, {
      id: `result-${activityId}`,
      output,
    });
  }

  close(how: TurnClosed['how'], more: Partial<TurnClosed> = {}): this {
    this.#add({ type: 'turn-closed', how, ...more });
    return this;
  }

  cancelRequested(): this {
    this.#add({ type: 'cancel-requested' });
    return this;
  }
}

export function end(result: TurnEnd['result'], own?: readonly ToolResult[]): TurnEnd {
  return { result, ...(own && { own }) };
}

export const TOTALS = { steps: 1, counts: {}, usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15 } };
