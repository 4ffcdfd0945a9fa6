/** How a simulated call ends: with its output, or with a fault of Temporal's that goes through the real mapping. */
import type { SubTurnSpent } from '../../src/contract/sub-turn.js';
import type { Budget } from '../../src/protocol/budget.js';
import { endOfFailure, FAILURE, type ActivityFault } from '../../src/protocol/failure.js';
import type { CallOrder, CallReply } from '../../src/workflows/turn-effects.js';
import type { SeededRandom } from './seeded-random.js';
import type { Tally } from './tally.js';

const thrown: ActivityFault = { kind: 'application', type: 'Error', message: 'it broke' };

/** The faults that a call may end with, by name. */
export const FAULTS: Readonly<Record<string, ActivityFault>> = {
  'threw a final error': { ...thrown, retryState: 'NON_RETRYABLE_FAILURE' },
  'attempts used up': { ...thrown, retryState: 'MAXIMUM_ATTEMPTS_REACHED' },
  'threw without a message': { kind: 'application', message: '' },
  'deadline in a backoff': { ...thrown, retryState: 'TIMEOUT' },
  'own clock ran out': { kind: 'application', type: FAILURE.timeout, message: 'Error: timed out after 30 s.' },
  'arguments refused by the worker': { kind: 'application', type: FAILURE.invalid, message: 'Error: n is missing' },
  'worker lacks the tool': { kind: 'application', type: FAILURE.missing, message: 'no tool' },
  'worker shut down': { kind: 'application', type: FAILURE.shutdown, message: 'shut down' },
  'SDK: worker shut down': { kind: 'application', type: 'WorkerShutdown', message: 'shut down' },
  'heartbeat timeout': { kind: 'timeout', timeout: 'HEARTBEAT', message: '' },
  'start-to-close timeout': { kind: 'timeout', timeout: 'START_TO_CLOSE', message: '' },
  'schedule-to-close timeout': { kind: 'timeout', timeout: 'SCHEDULE_TO_CLOSE', message: '' },
  'never started': { kind: 'timeout', timeout: 'SCHEDULE_TO_START', message: '' },
  'not started again': { kind: 'timeout', timeout: 'SCHEDULE_TO_START', message: '', ranBefore: true },
  'activity cancelled': { kind: 'cancelled', message: 'cancelled' },
  'failed while cancelling': { ...thrown, retryState: 'CANCEL_REQUESTED' },
  'turn of a sub-agent terminated': { kind: 'terminated', message: 'terminated' },
};

/** Longest time after which Temporal ends a call, beyond the tool's deadline or what is left of the turn. */
const SERVER_SLACK_MS = 5_000;
const LOST_WORKER_MS = 12_000;
/** As long as a turn of a sub-agent has for its last answer. */
const LAST_ANSWER_MS = 120_000;

/** How a call ends, and when. */
export interface Fate {
  readonly afterMs: number;
  readonly reply: CallReply;
}

/** The end of a call whose tool returned. */
export function finished(
  { call, policy, keepBytes, budget }: CallOrder,
  random: SeededRandom,
  tally: Tally,
): CallReply {
  const output = `${call.step}.${call.position} returned ${random.id()}`;
  if (budget) {
    tally.event('sub-agent answered');
    return { outcome: random.chance(0.8) ? 'ok' : 'error', output, recorded: {}, below: spentWithin(budget, random) };
  }
  tally.event(policy.taskQueue === undefined ? 'call ok here' : 'call ok on another worker');
  if (policy.taskQueue !== undefined) return { outcome: 'ok', output, recorded: {} };
  const kept = random.chance(0.1) && { kept: random.pick([0, Math.min(keepBytes ?? Infinity, 480_000)]) };
  if (kept) tally.event('output cut, whole kept');
  return { outcome: 'ok', output, recorded: { id: random.id(), ...kept } };
}

/** What the turn of a sub-agent has spent. */
function spentWithin(budget: Budget, random: SeededRandom): SubTurnSpent {
  const tokens = random.int(0, Math.min(500, budget.tokens));
  const usage = { inputTokens: tokens, outputTokens: 0, totalTokens: tokens };
  return { usage, turns: 1, toolCalls: random.int(0, Math.min(3, budget.toolCalls)) };
}

/** The end of a call whose activity was cancelled. */
export function cancelledEnd({ policy }: CallOrder): CallReply {
  return endOfFailure({ kind: 'cancelled', message: 'cancelled' }, policy.effect);
}

/** Draws how a call ends; never later than Temporal would end it. */
export function drawFate(order: CallOrder, random: SeededRandom, tally: Tally): Fate {
  const { policy, leftMs, budget } = order;
  // The turn of a sub-agent has its last answer still to give.
  const inAll = budget ? leftMs + LAST_ANSWER_MS : Math.min((policy.maxWaitMs ?? leftMs) + policy.deadlineMs, leftMs);
  const longest = inAll + SERVER_SLACK_MS;
  let afterMs = random.time(random.chance(0.9) ? 5_000 : longest);
  if (random.chance(0.1) && policy.effect !== 'once') {
    tally.event('worker lost, call tried again');
    afterMs += LOST_WORKER_MS;
  }
  afterMs = Math.min(afterMs, longest);
  if (random.chance(0.6)) return { afterMs, reply: finished(order, random, tally) };
  const name = random.pick(Object.keys(FAULTS).filter((each) => budget || FAULTS[each]!.kind !== 'terminated'));
  tally.add('fault', name);
  const end = endOfFailure(FAULTS[name]!, policy.effect);
  // Of one that ended by force, its history may say what it spent.
  if (!budget || random.chance(0.5)) return { afterMs, reply: end };
  tally.event('sub-agent lost, and what it spent read');
  return { afterMs, reply: { ...end, below: spentWithin(budget, random) } };
}
