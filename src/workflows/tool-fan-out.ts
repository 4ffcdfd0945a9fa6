/**
 * Runs the calls of one answer: all at once within the gate, exactly one result for each, in the order of the calls.
 * Rule: one failing call never fails its siblings, and what was never started is recorded as such.
 */
import type { AskPlan, CallPlan } from '../contract/call-model.js';
import { READ_OUTPUT_POLICY, type AgentPolicy, type ToolPolicy } from '../definition/policy.js';
import type { CallEnd } from '../protocol/failure.js';
import { cancelledText, invalidArgumentsText, noToolText, skippedText } from '../protocol/outcome-text.js';
import { byteLength, jsonBytes } from '../protocol/size.js';
import type { ToolCall } from '../protocol/tool-call.js';
import { Gate, type Ticket } from './gate.js';
import type { OpenCall, OpenCalls } from './open-calls.js';
import type { People } from './people.js';
import type { CallOrder, CallReply, TurnEffects } from './turn-effects.js';
import { delegate, type Delegator, type RunnableCall } from './delegate.js';

/** Arguments in flight together: a gRPC message is at most 4 MB, and a workflow task sends its commands in one. */
const BYTES_IN_FLIGHT = 3_000_000;
/** Outputs of one step together. */
const STEP_OUTPUT_BYTES = 8_000_000;
/** Calls in one step from which their share of the step's outputs is less than a payload may hold. */
const SHARED_FROM = 5;

const NEVER_STARTED: CallReply = { outcome: 'cancelled', output: cancelledText(false) };
const OVER_LIMIT: CallReply = { outcome: 'skipped', output: skippedText('tool calls') };

/** What a fan-out works by. */
export interface FanOut extends Delegator {
  readonly agent: AgentPolicy;
  readonly plans: readonly CallPlan[];
  /** By position, calls that are not run since the model makes them over and over, and what it is told. */
  readonly repeated: ReadonlyMap<number, string>;
  /** Outputs were cut: the model may call `read_output`. */
  readonly reads?: true | undefined;
  /** The turn goes on from others: its outputs are told apart from theirs. */
  readonly tagged?: true | undefined;
  /** What each call may keep of an output that is cut, where that is less than usual. */
  readonly keepBytes?: number | undefined;
  /** How many more calls the turn may start. */
  readonly callsLeft: number;
  /** When the turn's time is over as things stand, in milliseconds since the epoch. */
  readonly endsAt: () => number;
  readonly people: Pick<People, 'calls' | 'approvals'>;
}

/** One reply for each call, in the order of the calls. */
export function fanOut(calls: readonly ToolCall[], turn: FanOut, effects: TurnEffects): Promise<CallReply[]> {
  const gate = new Gate({ slots: turn.agent.maxParallel, bytes: BYTES_IN_FLIGHT });
  const { calls: open, approvals } = turn.people;
  void effects.cancelled.then(() => {
    gate.close();
    return approvals.close();
  });
  const builtIn = turn.reads ? [READ_OUTPUT_POLICY] : [];
  const tools = new Map([...builtIn, ...turn.agent.tools].map((tool) => [tool.name, tool]));
  const plans = new Map(turn.plans.map((plan) => [plan.position, plan]));
  const orders = calls.map((call) => readOrder(call, plans.get(call.position), tools));
  const runnable = calls.flatMap((call, i): RunnableCall[] => {
    const read = orders[i]!;
    const held = call.position >= turn.callsLeft || turn.repeated.has(call.position);
    return held || 'outcome' in read ? [] : [{ call, policy: read.policy }];
  });
  const { replies, budget, besides = 0 } = delegate(runnable, turn);
  const share = {
    ...(calls.length >= SHARED_FROM && { maxBytes: Math.floor(STEP_OUTPUT_BYTES / calls.length) }),
    ...(turn.keepBytes !== undefined && { keepBytes: turn.keepBytes }),
    ...(turn.tagged && { tagged: turn.tagged }),
  };

  return Promise.all(
    // Not async, as nothing below that needs not be: a promise more for each call would cost every turn.
    calls.map((call, i): Promise<CallReply> => {
      const read = orders[i]!;
      if ('outcome' in read) return settled(call, read, open);
      const repeated = turn.repeated.get(call.position);
      if (repeated !== undefined) return settled(call, { outcome: 'skipped', output: repeated }, open);
      if (call.position >= turn.callsLeft) return settled(call, OVER_LIMIT, open);
      const decided = replies.get(call.position);
      if (decided) return settled(call, decided, open);
      const opened = open.enter(call, effects.now());
      const within = read.policy.agent && budget && { budget };
      const order = { call, policy: read.policy, args: read.args, leftMs: 0, ...within, ...share };
      const site: Site = { opened, gate, turn, effects, besides: read.policy.agent ? besides : 0 };
      return read.asks ? askPerson(order, read.why, site) : admit(order, site);
    }),
  );
}

/** Where a call runs. */
interface Site {
  readonly opened: OpenCall;
  readonly gate: Gate;
  readonly turn: FanOut;
  readonly effects: TurnEffects;
  /** Bytes that are sent along with the arguments. */
  readonly besides: number;
}

/** Has a person decide first; that holds back none of the call's siblings. */
async function askPerson(order: CallOrder, why: string | undefined, site: Site): Promise<CallReply> {
  const { opened, turn, effects } = site;
  const { calls, approvals } = turn.people;
  if (effects.isCancelled()) return ended(site, NEVER_STARTED);
  calls.wait(opened, true, effects.now());
  const verdict = await approvals.ask({ ...order, why }, opened, effects);
  calls.wait(opened, false, effects.now());
  if ('outcome' in verdict) return ended(site, verdict);
  const { args } = verdict;
  // What a person made of them may be larger than what the model wrote.
  const changed = args === order.args ? 0 : jsonBytes(args);
  return admit({ ...order, args }, { ...site, besides: site.besides + changed });
}

/** Runs a call once the gate lets it in. */
function admit(order: CallOrder, site: Site): Promise<CallReply> {
  const { call, policy } = order;
  const { opened, gate, besides } = site;
  const ticket = { tool: call.name, toolSlots: policy.maxParallel, bytes: byteLength(call.arguments) + besides };
  const entered = gate.enter(ticket);
  if (entered === true) return run(order, ticket, site);
  opened.cancelBy(() => gate.giveUp(ticket));
  return Promise.resolve(entered).then((isIn) => (isIn ? run(order, ticket, site) : ended(site, NEVER_STARTED)));
}

/** Runs a call that was let in. */
function run(order: CallOrder, ticket: Ticket, site: Site): Promise<CallReply> {
  const { opened, gate, turn, effects } = site;
  const leave = (reply: CallReply) => {
    gate.leave(ticket);
    return ended(site, reply);
  };
  // The cancel came after it was let in, in the same moment: nothing of it was started, and the model is told so.
  if (effects.isCancelled() || opened.cancelled) return Promise.resolve(leave(NEVER_STARTED));
  const leftMs = turn.endsAt() - effects.now();
  if (leftMs <= 0) return Promise.resolve(leave({ outcome: 'skipped', output: skippedText('duration') }));
  opened.cancelBy(() => effects.cancelCall(order.call));
  const budget = order.budget && { budget: { ...order.budget, durationMs: leftMs } };
  return effects.runCall({ ...order, leftMs, ...budget }).then(leave);
}

/** The call ended before it began. */
function settled(call: ToolCall, reply: CallReply, open: OpenCalls): Promise<CallReply> {
  open.settle(call, reply.outcome);
  return Promise.resolve(reply);
}

/** The call is no longer open. */
function ended({ opened, turn, effects }: Site, reply: CallReply): CallReply {
  turn.people.calls.leave(opened, reply.outcome, effects.now());
  effects.changed();
  return reply;
}

/** What is known of a call that can be run. */
interface Readable {
  readonly policy: ToolPolicy;
  readonly args: unknown;
  /** A person must say yes first. */
  readonly asks: boolean;
  readonly why?: string;
}

/** The tool and arguments of a call, or how it ended without being run. */
function readOrder(
  call: ToolCall,
  plan: CallPlan | undefined,
  tools: ReadonlyMap<string, ToolPolicy>,
): CallEnd | Readable {
  if (plan && 'outcome' in plan) return { outcome: plan.outcome, output: plan.output };
  const policy = call.kind === 'function_call' ? tools.get(call.name) : undefined;
  if (!policy) return { outcome: 'unknown_tool', output: noToolText(call, [...tools.keys()]) };
  const asked = plan && 'ask' in plan ? plan : undefined;
  const asks = { asks: asksPerson(policy, asked), ...(asked?.why !== undefined && { why: asked.why }) };
  if (plan?.args !== undefined) return { policy, args: plan.args, ...asks };
  try {
    return { policy, args: JSON.parse(call.arguments), ...asks };
  } catch {
    return { outcome: 'invalid_arguments', output: invalidArgumentsText('They are not JSON.') };
  }
}

/** Whether a person is asked. A worker that says nothing of a tool under approval may be of an older version: a person is. */
function asksPerson({ approval }: ToolPolicy, plan: AskPlan | undefined): boolean {
  if (approval?.when === 'always') return true;
  return approval ? plan?.ask !== false : plan?.ask === true;
}
