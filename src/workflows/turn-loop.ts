/**
 * The loop of a turn. Rule: the model is asked only when each call of its last answer has exactly one recorded result.
 * It knows nothing of Temporal: its effects come as an argument, so that the simulator runs this very code.
 */
import type { CallModelOutput } from '../contract/call-model.js';
import type { Carried } from '../contract/carried.js';
import type { TurnEnd } from '../contract/turn.js';
import { budgetShare } from '../protocol/budget.js';
import { limitReached, type LimitName } from '../protocol/limit.js';
import { nextStep } from '../protocol/next-step.js';
import { jsonBytes } from '../protocol/size.js';
import { skippedText } from '../protocol/outcome-text.js';
import type { ToolCall } from '../protocol/tool-call.js';
import { handedTo } from './delegate.js';
import { repeatedCalls } from './repeated-calls.js';
import { compact, compactionDue } from './compaction.js';
import { fanOut } from './tool-fan-out.js';
import type { CallReply, ModelReply, TurnEffects } from './turn-effects.js';
import type { TurnState } from './turn-state.js';

/** Time for the last answer of a turn whose duration is over, in milliseconds. */
const LAST_ANSWER_MS = 120_000;

/** Works a turn to its end, or to where it goes on in another run. */
export async function runTurn(state: TurnState, effects: TurnEffects): Promise<TurnEnd | Carried> {
  for (;;) {
    hear(state);
    const due = compactionDue(state, effects.now());
    if (due) {
      await compact(state, due, effects);
      if (effects.isCancelled()) return state.end({ outcome: 'cancelled' });
      // What people said meanwhile goes into the next request, too.
      continue;
    }
    if (effects.continues()) return state.carry();
    const limit = limitReached(state.spent(effects.now()), state.agent.limits);
    const reply = await askModel(state, effects, limit);
    if (reply.kind !== 'answer') return endWithoutAnswer(state, reply, limit);

    const answer = state.addAnswer(reply.answer);
    const next = nextStep(answer, reply.answer, limit, state.correctionsLeft);
    effects.changed();
    if (next.do === 'correct') {
      if (effects.isCancelled()) return state.end({ outcome: 'cancelled' });
      state.addCorrection(next.text, effects.newId);
      continue;
    }
    if (next.do === 'complete' || next.do === 'fail') {
      // The call that was the answer: it is planned, so that nothing is started.
      if (next.calls.length > 0) await runCalls(state, next.calls, reply.answer, effects);
      // What a person said while the model spoke: the turn goes on with it.
      if (next.do === 'complete' && state.people.inbox.waiting && !effects.isCancelled()) continue;
      return next.do === 'complete'
        ? state.end({ outcome: 'completed', output: next.output })
        : state.end({ outcome: 'failed', error: { ...next.error, retryable: false } });
    }
    if (next.do === 'stop') {
      skipCalls(state, next.calls, reply.answer, next.limit, effects);
      return state.end({
        outcome: 'limit',
        limit: next.limit,
        ...(next.output !== undefined && { output: next.output }),
      });
    }
    if (next.corrects) state.noteCorrection();
    await runCalls(state, next.calls, reply.answer, effects);
    if (effects.isCancelled()) return state.end({ outcome: 'cancelled' });
  }
}

/** Takes in what people said. A model that is told something new is in no loop when it asks for the same again. */
function hear(state: TurnState): void {
  const said = state.people.inbox.take();
  if (said.length === 0) return;
  state.say(said);
  state.progress = { ...state.progress, repeats: [] };
}

/** Asks the model; at a limit, for its last answer, which may hold no calls. */
function askModel(state: TurnState, effects: TurnEffects, limit: LimitName | undefined): Promise<ModelReply> {
  const leftMs = state.endsAt(effects.now()) - effects.now();
  if (limit) state.people.closing = 'last_answer';
  return effects.callModel(state.request(limit !== undefined), limit ? Math.max(leftMs, LAST_ANSWER_MS) : leftMs);
}

/** Runs the calls of an answer and records one result for each. */
async function runCalls(state: TurnState, calls: readonly ToolCall[], answer: CallModelOutput, effects: TurnEffects) {
  const callsLeft = state.callsLeft;
  state.addCalls(calls);
  effects.changed();
  const { agent, people, progress, kept } = state;
  const endsAt = () => state.endsAt(effects.now());
  people.attribute ||= answer.inbox === true;
  const repeated = repeatedCalls(calls, agent, progress.repeats);
  const outputs = { reads: progress.reads, tagged: progress.tagged, keepBytes: kept.share(calls.length) };
  const budgetFor = (count: number) => budgetShare(agent.limits, state.spent(effects.now()), count);
  const contextBytes = () => jsonBytes(state.given.context ?? null);
  const delegating = { budgetFor, contextBytes, handedOver: progress.handed?.times ?? 0 };
  const turn = { agent, people, plans: answer.plans ?? [], repeated, callsLeft, endsAt, ...outputs, ...delegating };
  const replies = await fanOut(calls, turn, effects);
  state.addResults(calls, replies, effects.newId);
  const to = handedTo(calls, replies, agent.tools);
  if (to !== undefined) state.handOver(to);
  effects.changed();
}

/** Records calls that came although the last answer may hold none but the one that is the answer. */
function skipCalls(
  state: TurnState,
  calls: readonly ToolCall[],
  { plans = [] }: CallModelOutput,
  limit: LimitName,
  effects: TurnEffects,
): void {
  state.addCalls(calls);
  const accepted = new Map(
    plans.flatMap((plan) => ('outcome' in plan && plan.outcome === 'ok' ? [[plan.position, plan]] : [])),
  );
  const replies = calls.map(
    ({ position }): CallReply => accepted.get(position) ?? { outcome: 'skipped', output: skippedText(limit) },
  );
  state.addResults(calls, replies, effects.newId);
}

/** A turn that got no answer: cancelled, out of time, or failed; at a limit the work done so far still counts. */
function endWithoutAnswer(
  state: TurnState,
  reply: Exclude<ModelReply, { kind: 'answer' }>,
  limit: LimitName | undefined,
): TurnEnd {
  if (reply.kind === 'cancelled') return state.end({ outcome: 'cancelled' });
  if (limit) return state.end({ outcome: 'limit', limit });
  if (reply.kind === 'out_of_time') return state.end({ outcome: 'limit', limit: 'duration' });
  return state.end({ outcome: 'failed', error: reply.error });
}
