/**
 * Runs the calls of one answer: all at once within the gate, exactly one result for each, in the order of the calls.
 * Rule: one failing call never fails its siblings, and what was never started is recorded as such.
 */
import type { CallPlan } from '../contract/call-model.js';
import type { AgentPolicy, ToolPolicy } from '../definition/policy.js';
import type { CallEnd } from '../protocol/failure.js';
import { cancelledText, invalidArgumentsText, noToolText, skippedText } from '../protocol/outcome-text.js';
import { byteLength } from '../protocol/size.js';
import type { ToolCall } from '../protocol/tool-call.js';
import { Gate } from './gate.js';
import type { CallReply, TurnEffects } from './turn-effects.js';

/** Arguments in flight together: a gRPC message is at most 4 MB, and a workflow task sends its commands in one. */
const BYTES_IN_FLIGHT = 3_000_000;
/** Outputs of one step together. */
const STEP_OUTPUT_BYTES = 8_000_000;
/** Calls in one step from which their share of the step's outputs is less than a payload may hold. */
const SHARED_FROM = 5;

/** What a fan-out works by. */
export interface FanOut {
  readonly agent: AgentPolicy;
  readonly plans: readonly CallPlan[];
  /** By position, calls that are not run since the model makes them over and over, and what it is told. */
  readonly repeated: ReadonlyMap<number, string>;
  /** How many more calls the turn may start. */
  readonly callsLeft: number;
  /** When the turn's time is over, in milliseconds since the epoch. */
  readonly endsAt: number;
}

/** One reply for each call, in the order of the calls. */
export async function fanOut(calls: readonly ToolCall[], turn: FanOut, effects: TurnEffects): Promise<CallReply[]> {
  const gate = new Gate({ slots: turn.agent.maxParallel, bytes: BYTES_IN_FLIGHT });
  void effects.cancelled.then(() => gate.close());
  const tools = new Map(turn.agent.tools.map((tool) => [tool.name, tool]));
  const plans = new Map(turn.plans.map((plan) => [plan.position, plan]));
  const share = calls.length >= SHARED_FROM ? { maxBytes: Math.floor(STEP_OUTPUT_BYTES / calls.length) } : {};

  return Promise.all(
    calls.map(async (call): Promise<CallReply> => {
      const plan = plans.get(call.position);
      const order = readOrder(call, plan, tools);
      if ('outcome' in order) return order;
      const repeated = turn.repeated.get(call.position);
      if (repeated !== undefined) return { outcome: 'skipped', output: repeated };
      if (call.position >= turn.callsLeft) return { outcome: 'skipped', output: skippedText('tool calls') };

      const { policy, args } = order;
      const ticket = { tool: call.name, toolSlots: policy.maxParallel, bytes: byteLength(call.arguments) };
      const entered = gate.enter(ticket);
      if (!(entered === true || (await entered))) return { outcome: 'cancelled', output: cancelledText(false) };
      try {
        // The cancel came after it was let in, in the same moment: nothing of it was started, and the model is told so.
        if (effects.isCancelled()) return { outcome: 'cancelled', output: cancelledText(false) };
        const leftMs = turn.endsAt - effects.now();
        if (leftMs <= 0) return { outcome: 'skipped', output: skippedText('duration') };
        return await effects.runCall({ call, policy, args, leftMs, ...share });
      } finally {
        gate.leave(ticket);
        effects.changed();
      }
    }),
  );
}

/** The tool and arguments of a call, or how it ended without being run. */
function readOrder(
  call: ToolCall,
  plan: CallPlan | undefined,
  tools: ReadonlyMap<string, ToolPolicy>,
): CallEnd | { policy: ToolPolicy; args: unknown } {
  if (plan && 'outcome' in plan) return { outcome: plan.outcome, output: plan.output };
  const policy = call.kind === 'function_call' ? tools.get(call.name) : undefined;
  if (!policy) return { outcome: 'unknown_tool', output: noToolText(call, [...tools.keys()]) };
  if (plan) return { policy, args: plan.args };
  try {
    return { policy, args: JSON.parse(call.arguments) };
  } catch {
    return { outcome: 'invalid_arguments', output: invalidArgumentsText('They are not JSON.') };
  }
}
