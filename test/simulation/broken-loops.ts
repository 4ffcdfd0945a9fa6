/** Loops that are wrong, each in one way: the ledger must catch every one of them, or it proves nothing. */
import type { AgentPolicy } from '../../src/definition/policy.js';
import type { Carried } from '../../src/contract/carried.js';
import type { CallModelInput } from '../../src/contract/call-model.js';
import type { ToolCall } from '../../src/protocol/tool-call.js';
import { NO_USAGE } from '../../src/protocol/usage.js';
import { cancelledText } from '../../src/protocol/outcome-text.js';
import type { CallReply, TurnEffects } from '../../src/workflows/turn-effects.js';
import { Transcript } from '../../src/protocol/transcript.js';
import type { Cut, Summary } from '../../src/protocol/compaction.js';
import { runTurn } from '../../src/workflows/turn-loop.js';
import { TurnState } from '../../src/workflows/turn-state.js';
import type { Subject } from './run-schedule.js';

/** The real loop with other effects. */
const withEffects = (change: (effects: TurnEffects) => Partial<TurnEffects>): Partial<Subject> => ({
  loop: (state, effects) => {
    const passed: TurnEffects = {
      callModel: (input, leftMs) => effects.callModel(input, leftMs),
      runCall: (order) => effects.runCall(order),
      newId: effects.newId,
      now: () => effects.now(),
      isCancelled: () => effects.isCancelled(),
      cancelled: effects.cancelled,
      compact: (input, leftMs) => effects.compact(input, leftMs),
      continues: () => effects.continues(),
      changed: () => effects.changed(),
      turnId: effects.turnId,
      cancelCall: (call) => effects.cancelCall(call),
      alarm: (ms, fire) => effects.alarm(ms, fire),
      waiting: (approvals) => effects.waiting(approvals),
    };
    return runTurn(state, { ...passed, ...change(effects) });
  },
});

/** The real loop over another state. */
const withState = (state: Subject['state']): Partial<Subject> => ({ state });

type Results = [calls: readonly ToolCall[], replies: readonly CallReply[], newId: () => string];

class ReversedResults extends TurnState {
  override addResults(...[calls, replies, newId]: Results): void {
    super.addResults(calls.toReversed(), replies.toReversed(), newId);
  }
}

class SwappedReplies extends TurnState {
  override addResults(...[calls, replies, newId]: Results): void {
    super.addResults(calls, replies.toReversed(), newId);
  }
}

class DroppedResult extends TurnState {
  override addResults(...[calls, replies, newId]: Results): void {
    super.addResults(calls.slice(0, -1), replies.slice(0, -1), newId);
  }
}

class ResultTwice extends TurnState {
  override addResults(...[calls, replies, newId]: Results): void {
    super.addResults(calls, replies, newId);
    super.addResults(calls.slice(-1), replies.slice(-1), newId);
  }
}

class ForgottenOwn extends TurnState {
  override request(final: boolean): CallModelInput {
    const { own: _forgotten, ...rest } = super.request(final);
    return rest;
  }
}

class OwnAgain extends TurnState {
  #last: CallModelInput['own'];

  override request(final: boolean): CallModelInput {
    const request = super.request(final);
    const own = [...(this.#last ?? []), ...(request.own ?? [])];
    this.#last = request.own;
    return own.length > 0 ? { ...request, own } : request;
  }
}

class ForgottenCounts extends TurnState {
  override carry(): Carried {
    const carried = super.carry();
    return { ...carried, progress: { ...carried.progress, usage: NO_USAGE, counts: {} } };
  }
}

class OwnLeftBehind extends TurnState {
  override carry(): Carried {
    const { own: _forgotten, ...carried } = super.carry();
    return carried;
  }
}

class CutWithinAStep extends TurnState {
  override compact(cut: Cut, summary: Summary): void {
    super.compact(cut, summary);
    const { entries } = this.transcript;
    const call = entries.findIndex(({ item }) => item.type === 'function_call');
    if (call >= 0) this.transcript = new Transcript(entries.toSpliced(call, 1));
  }
}

class WishLost extends TurnState {
  override compact(cut: Cut, summary: Summary): void {
    super.compact(cut, summary);
    this.transcript = new Transcript(this.transcript.entries.filter(({ step }) => step > 0));
  }
}

class ForgottenHandoff extends TurnState {
  override handOver(): void {
    // The turn goes on by the same agent.
  }
}

class UncountedTurns extends TurnState {
  override addResults(...[calls, replies, newId]: Results): void {
    const uncounted = replies.map(({ below: _forgotten, ...reply }) => reply);
    super.addResults(calls, uncounted, newId);
  }
}

class EndlessCorrections extends TurnState {
  override get correctionsLeft(): number {
    return 1;
  }
}

class ForgottenSaid extends TurnState {
  override request(final: boolean): CallModelInput {
    const { said: _forgotten, ...rest } = super.request(final);
    return rest;
  }
}

class NeverLast extends TurnState {
  override request(): CallModelInput {
    return super.request(false);
  }
}

/** A turn that runs by another agent than the one that was loaded. */
function withAgent(change: (agent: AgentPolicy) => Partial<AgentPolicy>): Partial<Subject> {
  return withState(
    class extends TurnState {
      override load(agent: AgentPolicy): void {
        super.load({ ...agent, ...change(agent) });
      }
    },
  );
}

/** The wrong loops, by what is wrong with them. */
export const BROKEN_LOOPS: Readonly<Record<string, Partial<Subject>>> = {
  'results in another order than the calls': withState(ReversedResults),
  'results given to other calls': withState(SwappedReplies),
  'a result dropped': withState(DroppedResult),
  'a result recorded twice': withState(ResultTwice),
  'results of its own never recorded': withState(ForgottenOwn),
  'results of its own recorded again': withState(OwnAgain),
  'counts lost in another run': withState(ForgottenCounts),
  'results of its own lost in another run': withState(OwnLeftBehind),
  'an answer cut off its results by a compaction': withState(CutWithinAStep),
  'a wish of the user lost in a compaction': withState(WishLost),
  'answers returned to the model without end': withState(EndlessCorrections),
  'what was said never recorded': withState(ForgottenSaid),
  'no last answer asked for at a limit': withState(NeverLast),
  'the model asked before all calls ended': withEffects((effects) => ({
    runCall: (order) =>
      order.call.position === 0
        ? effects.runCall(order)
        : Promise.race([effects.runCall(order), Promise.resolve({ outcome: 'error', output: 'impatient' } as const)]),
  })),
  'a finished result replaced after a cancel': withEffects((effects) => ({
    runCall: async (order) => {
      const reply = await effects.runCall(order);
      return effects.isCancelled() ? { outcome: 'cancelled', output: cancelledText(true) } : reply;
    },
  })),
  'a call that failed run again by the loop': withEffects((effects) => ({
    runCall: async (order) => {
      const reply = await effects.runCall(order);
      return reply.outcome === 'error' ? effects.runCall(order) : reply;
    },
  })),
  'more at once than the tool allows': withAgent((agent) => ({
    tools: agent.tools.map((tool) => ({ ...tool, maxParallel: 1_000 })),
  })),
  'calls under approval run without one': withAgent((agent) => ({
    tools: agent.tools.map(({ approval: _approval, ...tool }) => tool),
  })),
  'more at once than the agent allows': withAgent(() => ({ maxParallel: 1_000 })),
  'the same call run over and over': withAgent(() => ({ repeatLimit: 1_000 })),
  'a handoff that changes nothing': withState(ForgottenHandoff),
  'what sub-agents spent not counted': withState(UncountedTurns),
  'calls started after a cancel': withEffects(() => ({
    cancelled: new Promise(() => undefined),
    isCancelled: () => false,
  })),
  'a fault of one call that fails the turn': withEffects((effects) => ({
    runCall: async (order) => {
      const reply = await effects.runCall(order);
      if (reply.outcome === 'error') throw new Error('one call failed');
      return reply;
    },
  })),
  'a call waited for without end': withEffects((effects) => ({
    runCall: async (order) => {
      const reply = await effects.runCall(order);
      return reply.outcome === 'timeout' ? new Promise(() => undefined) : reply;
    },
  })),
};
