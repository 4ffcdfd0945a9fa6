/**
 * A turn's first model call brings the agent to the turn. Rule: its worker keeps what the turn began with, and holds the
 * agent's own duration, which the turn learns from the answer.
 */
import type { Info } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import type { CallModelInput } from '../contract/call-model.js';
import type { Agent } from '../definition/agent.js';
import { unpricedModel } from '../definition/prices.js';
import { FAILURE } from '../protocol/failure.js';
import { turnOf } from './activity-turn.js';
import { failure } from './call-failure.js';
import type { TranscriptCache } from './transcript-cache.js';

/** Pause before another worker of the queue is asked for an agent. */
const ELSEWHERE_MS = 1_000;
/**
 * Attempts after which an agent counts as unknown: the server hands tasks to the poller that has waited longest, and one
 * worker has ten in line.
 */
const ELSEWHERE_ATTEMPTS = 12;

/** Keeps what the turn began with, as far as the call was told. */
export function keepStart({ first }: CallModelInput, agent: Agent, info: Info, cache: TranscriptCache): void {
  const { runId } = turnOf(info);
  if (first && 'context' in first) {
    cache.keepHeader(runId, { context: first.context, tools: agent.policy.tools, agent: agent.name });
  }
}

/** Refuses a turn with a limit of cost by an agent that has no price of its models: the limit could not be held. */
export function checkPrices({ first }: CallModelInput, agent: Agent): void {
  const model = first?.cost && unpricedModel(agent);
  if (model === undefined) return;
  const message = `a limit of cost is set, and agent "${agent.name}" has no price of model "${model}": give it prices`;
  throw failure({ type: 'prices_missing', message, nonRetryable: true });
}

/** When the turn's time is over, as far as the server doesn't hold it itself; in milliseconds since the epoch. */
export function endOfTurn({ first }: CallModelInput, agent: Agent, info: Info): number {
  return first?.agentsDuration ? info.scheduledTimestampMs + agent.policy.limits.durationMs : Infinity;
}

/** The turn's time was over before the model answered. */
export function outOfTime(): ApplicationFailure {
  return failure({ type: FAILURE.timeout, message: "the turn's time is over", nonRetryable: true });
}

/**
 * The worker lacks the agent; another of the queue may have it, e.g. in the middle of a deploy. A turn that has begun is
 * tried again until its time is over; one that is to begin, about 12 s.
 */
export function agentMissing(
  input: Pick<CallModelInput, 'agent' | 'first'> & Partial<Pick<CallModelInput, 'step'>>,
  info: Info,
  agents: ReadonlyMap<string, Agent>,
): ApplicationFailure {
  const known = [...agents.keys()].join(', ');
  // A turn that was handed over has begun, though this agent is new to it.
  const unknown = input.first !== undefined && input.step === 1 && info.attempt >= ELSEWHERE_ATTEMPTS;
  return failure({
    type: unknown ? FAILURE.unknownAgent : FAILURE.missing,
    message: `no agent "${input.agent}" on the workers of task queue "${info.taskQueue}"; the agents there are: ${known}`,
    nonRetryable: unknown,
    nextRetryMs: ELSEWHERE_MS,
    told: info.attempt > 1,
  });
}
