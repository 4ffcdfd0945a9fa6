/**
 * The `agentTurn` workflow: the loop with Temporal's effects, its queries, and the statuses of its end. Rule: completed
 * and limit are Completed, cancelled is Canceled, failed is Failed, so that Temporal's own filters and alerts work.
 */
import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  proxyLocalActivities,
  setCurrentDetails,
  sleep,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { RECORD_END } from '../contract/names.js';
import type { TurnEnd, TurnInput } from '../contract/turn.js';
import type { Entry } from '../protocol/entry.js';
import { FAILURE } from '../protocol/failure.js';
import { cancelledText } from '../protocol/outcome-text.js';
import { wellFormed } from '../protocol/well-formed.js';
import { takeOver } from './adopt-entries.js';
import { receiveAnswerParts } from './answer-parts.js';
import { CallScopes } from './call-scopes.js';
import { outgrown } from './compaction.js';
import { currentDetails } from './current-details.js';
import { continueTurn, continuing } from './continue-turn.js';
import { takeForeignPayloads } from './foreign-payloads.js';
import { Grace } from './grace.js';
import { runAgentCall } from './run-agent-call.js';
import { runCall, type CallSite } from './run-call.js';
import { runCompact } from './run-compact.js';
import { runModel } from './run-model.js';
import { sendingAlong } from './sent-along.js';
import { servePeople } from './serve-people.js';
import { answerQueries } from './serve-queries.js';
import { tellingWaiting } from './tell-waiting.js';
import type { CallOrder, CallReply, ModelReply, TurnEffects } from './turn-effects.js';
import { runTurn } from './turn-loop.js';
import { TurnState } from './turn-state.js';

/** After a cancel, how long open activities may take to end before the workflow records `cancelled` without them. */
const CANCEL_GRACE_MS = 10_000;
/** What begins cancelled is told to end at once by its session, unless somebody ended that. */
const TOLD_TO_END_MS = 60_000;

/** One user input worked to an end. */
export async function agentTurn(input: TurnInput): Promise<TurnEnd> {
  takeForeignPayloads();
  const { carried } = input;
  const entries = input.input.map((item): Entry => ({ id: newId(), step: 0, item }));
  const cancelled = cancelRequested();
  const from = carried?.transcript ?? input.before;
  const before = from && (await takeOver(from));
  const state = new TurnState(input.agent, carried?.tail ?? entries, Date.now(), input, before?.entries);
  if (carried) state.resume(carried);
  answerQueries(state, input.context);
  servePeople(state, newId);
  const effects = temporalEffects(input, state, cancelled);
  // Temporal closes a workflow as Canceled only when it was asked to; the timer ends with that.
  if (input.cancelled) await sleep(TOLD_TO_END_MS).catch(() => undefined);
  const failure = input.cancelled ? ({ outcome: 'cancelled' } as const) : before?.failure;
  const ended = failure ? state.end(failure) : await runTurn(state, effects);
  if ('progress' in ended) return continueTurn(input, ended);
  const grown = outgrown(state);
  const end: TurnEnd = { ...ended, ...(grown !== undefined && { outgrown: grown }) };
  if (end.result.outcome === 'cancelled') await recordEnd(end);
  return close(end);
}

function temporalEffects(input: TurnInput, state: TurnState, cancelled: Promise<void>): TurnEffects {
  const grace = new Grace(cancelled.then(graceOver));
  const whole = receiveAnswerParts();
  const hasContext = input.context !== undefined;
  const along = sendingAlong(input);
  const scopes = new CallScopes();
  const streamed = input.stream && { stream: input.stream };
  return {
    callModel: (request, leftMs) => {
      const asked = { ...request, ...along(request.digest === undefined, state.transcript.entries), ...streamed };
      return grace.wait<ModelReply>(runModel(asked, leftMs, whole), () => ({ kind: 'cancelled' }));
    },
    compact: (request, leftMs) => grace.wait(runCompact(request, leftMs), () => undefined),
    runCall: (order) =>
      grace.wait<CallReply>(
        scopes.run(order.call, () => startCall(order, { agent: state.name, hasContext }, input)),
        () => ({ outcome: 'cancelled', output: cancelledText(true) }),
        order.call,
      ),
    cancelCall: (call) => {
      scopes.cancel(call);
      alarm(CANCEL_GRACE_MS, () => grace.giveUp(call));
    },
    newId,
    turnId: workflowInfo().workflowId,
    alarm,
    waiting: tellingWaiting(() => state.people.attribute),
    now: () => Date.now(),
    isCancelled: () => CancellationScope.current().consideredCancelled,
    cancelled,
    continues: continuing(state, input),
    changed: () => setCurrentDetails(currentDetails(state)),
  };
}

/** Resolves when a cancel's grace is over. Its timer comes after the cancels of the calls, which pass through their scopes. */
async function graceOver(): Promise<void> {
  await Promise.resolve();
  await Promise.resolve();
  await CancellationScope.nonCancellable(() => sleep(CANCEL_GRACE_MS));
}

/** A timer that can be taken back; a cancel of the turn ends it, too. */
function alarm(ms: number, fire: () => void): () => void {
  const scope = new CancellationScope();
  void scope.run(() => sleep(ms)).then(fire, () => undefined);
  return () => scope.cancel();
}

/** A call is a turn of another agent, or an activity. */
function startCall(order: CallOrder, site: CallSite, input: TurnInput): Promise<CallReply> {
  const { policy, budget } = order;
  return policy.agent && budget ? runAgentCall({ ...order, budget }, policy.agent, input) : runCall(order, site);
}

/** Resolves when cancellation of the workflow is asked for. */
function cancelRequested(): Promise<void> {
  return new Promise((resolve) => {
    CancellationScope.current().cancelRequested.catch(() => resolve());
  });
}

/** Closes the workflow with the status that fits the outcome. */
function close(end: TurnEnd): TurnEnd {
  if (end.result.outcome === 'cancelled') throw new CancelledFailure('the turn was cancelled');
  if (end.result.outcome === 'failed') {
    const { code, message } = end.result.error;
    throw ApplicationFailure.create({
      type: FAILURE.turn,
      message: wellFormed(`${code}: ${message}`),
      details: [end],
      nonRetryable: true,
    });
  }
  return end;
}

/** A Canceled workflow has no result in history, so its end is recorded as a local activity's. */
async function recordEnd(end: TurnEnd): Promise<void> {
  const local = proxyLocalActivities<Record<typeof RECORD_END, (end: TurnEnd) => Promise<TurnEnd>>>({
    startToCloseTimeout: 10_000,
    retry: { maximumAttempts: 5 },
  });
  await CancellationScope.nonCancellable(() => local[RECORD_END](end));
}

/** A random entry id; the sandbox's uuid4 is the same in every replay. */
function newId(): string {
  return uuid4().replaceAll('-', '').slice(0, 20);
}
