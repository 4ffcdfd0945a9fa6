/**
 * The world of a simulated turn: the effects that the real loop runs by, under virtual time. Each thing it does is seen
 * by the ledger first. What a cancel does to open calls is what run-call and agent-turn do with Temporal.
 */
import { cancelledText } from '../../src/protocol/outcome-text.js';
import type { WaitingApproval } from '../../src/contract/people.js';
import type { ToolCall } from '../../src/protocol/tool-call.js';
import type { CompactInput, CompactOutput } from '../../src/contract/compact.js';
import type { CallModelInput } from '../../src/contract/call-model.js';
import type { CallOrder, CallReply, ModelReply, TurnEffects } from '../../src/workflows/turn-effects.js';
import type { TurnState } from '../../src/workflows/turn-state.js';
import { cancelledEnd, drawFate, finished } from './call-fate.js';
import { drawAnswer } from './drawn-answer.js';
import type { Ledger } from './ledger.js';
import type { Scenario } from './scenario.js';
import type { SeededRandom } from './seeded-random.js';
import { SimulatedPeople } from './simulated-people.js';
import type { Tally } from './tally.js';
import type { VirtualClock } from './virtual-clock.js';
import { WorkerView } from './worker-view.js';

const CANCEL_GRACE_MS = 10_000;

/** What the world is made of. */
export interface WorldParts {
  readonly scenario: Scenario;
  readonly random: SeededRandom;
  readonly clock: VirtualClock;
  readonly ledger: Ledger;
  readonly tally: Tally;
  readonly state: TurnState;
}

/** Something that is under way: what it will end with, and what a cancel makes of that. */
interface Activity<Reply> {
  readonly afterMs: number;
  readonly reply: Reply;
  /** Another end and time after the cancel; undefined when it takes no notice. */
  readonly onCancel: () => { afterMs: number; reply: Reply } | undefined;
  /** What the turn makes of it when the grace is over. */
  readonly graceReply: Reply;
}

/** Effects under virtual time. */
export class SimulatedWorld implements TurnEffects {
  readonly cancelled: Promise<void>;
  readonly #parts: WorldParts;
  #state: TurnState;
  readonly #worker: WorkerView;
  readonly #graceOver: Promise<void>;
  readonly #openActivities = new Map<object, { cancel: () => void; giveUp: () => void }>();
  #modelOpen = false;
  #askedInRun = false;
  #graceIsOver = false;
  #resolveCancelled: () => void = () => undefined;
  #resolveGrace: () => void = () => undefined;

  constructor(parts: WorldParts) {
    this.#parts = parts;
    this.#worker = new WorkerView(parts.state);
    this.#state = parts.state;
    this.people = new SimulatedPeople({ ...parts, state: () => this.#state });
    if (parts.random.chance(0.8)) this.#worker.keepInput(parts.scenario.input);
    this.cancelled = new Promise((resolve) => (this.#resolveCancelled = resolve));
    this.#graceOver = new Promise((resolve) => (this.#resolveGrace = resolve));
  }

  readonly turnId = 'simulated';
  readonly people: SimulatedPeople;

  readonly newId = (): string => this.#parts.random.id();

  now(): number {
    return this.#parts.clock.now;
  }

  isCancelled(): boolean {
    return this.#parts.ledger.cancelledAt !== undefined;
  }

  async compact(input: CompactInput, leftMs: number): Promise<CompactOutput | undefined> {
    const { ledger, random, tally } = this.#parts;
    const { entries } = this.#worker.transcript({ ...input, step: ledger.stepCount + 1 });
    ledger.compacting(input, entries);
    const summary = { id: random.id(), text: `summary ${random.id()}` };
    const afterMs = Math.min(random.time(3_000), leftMs);
    const size = { entries: entries.length, tokens: input.tokens };
    const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
    const from = { service: 'https://simulated.test', model: 'm', api: 'chat' } as const;
    const output = random.chance(0.7) ? { ...summary, from, usage, before: size, after: size } : undefined;
    const onCancel = () => ({ afterMs: 0, reply: undefined });
    const reply = this.isCancelled()
      ? undefined
      : await this.#during({ afterMs, reply: output, onCancel, graceReply: undefined });
    tally.event(reply ? 'compacted' : 'compaction failed');
    ledger.compacted(input, reply);
    return reply;
  }

  /** Between two steps, never twice in a row: a run that continued must get somewhere. */
  continues(): boolean {
    const { random, tally } = this.#parts;
    if (!this.#askedInRun || !random.chance(0.15)) return false;
    tally.event('went on in another run');
    return true;
  }

  /** The turn goes on in another run, with this state. */
  goOn(state: TurnState): void {
    this.#askedInRun = false;
    this.#state = state;
    this.#worker.goOn(state);
  }

  changed(): void {
    // Nothing shows the turn.
  }

  async callModel(input: CallModelInput, leftMs: number): Promise<ModelReply> {
    const { ledger, random, tally } = this.#parts;
    if (random.chance(0.05)) this.#worker.forget();
    const { entries, fetched } = this.#worker.transcript(input);
    if (fetched) tally.event('transcript fetched by query');
    if (input.final) tally.event('model asked for its last answer');
    ledger.asked(input, entries);
    this.#modelOpen = true;
    this.#askedInRun = true;
    const reply = this.isCancelled() ? CANCELLED : await this.#during(this.#drawReply(input, leftMs));
    this.#modelOpen = false;
    tally.event(REPLY_EVENT[reply.kind]);
    if (reply.kind === 'answer') this.#worker.keepAnswer(input.step, entries, reply.answer);
    ledger.replied(reply);
    return reply;
  }

  async runCall(order: CallOrder): Promise<CallReply> {
    const { ledger, random, tally } = this.#parts;
    ledger.started(order);
    if (this.isCancelled()) return this.#callEnded(order, cancelledEnd(order));
    const fate = drawFate(order, random, tally);
    const onCancel = () => this.#callAfterCancel(order);
    const graceReply: CallReply = { outcome: 'cancelled', output: cancelledText(true) };
    return this.#callEnded(order, await this.#during({ ...fate, onCancel, graceReply }, order.call));
  }

  cancelCall(call: ToolCall): void {
    const open = this.#openActivities.get(call);
    open?.cancel();
    this.#parts.clock.after(CANCEL_GRACE_MS, () => open?.giveUp());
  }

  alarm(ms: number, fire: () => void): () => void {
    return this.#parts.clock.after(ms, fire);
  }

  waiting(approvals: readonly WaitingApproval[]): void {
    this.#parts.ledger.waiting(approvals);
    this.people.waiting(approvals);
  }

  /** Cancellation of the turn is asked for. */
  cancel(): void {
    const { ledger, clock, tally } = this.#parts;
    ledger.cancelledAt = clock.now;
    if (this.#modelOpen) tally.event('cancel while the model was asked');
    if (ledger.running.size > 0) tally.event('cancel in a fan-out');
    for (const { cancel } of this.#openActivities.values()) cancel();
    clock.after(CANCEL_GRACE_MS, () => {
      this.#graceIsOver = true;
      if (this.#openActivities.size > 0) tally.event('grace over');
      this.#resolveGrace();
    });
    this.#resolveCancelled();
  }

  #callEnded(order: CallOrder, reply: CallReply): CallReply {
    this.#worker.keepResult(order.call, reply);
    this.#parts.ledger.ended(order, reply);
    return reply;
  }

  /** Waits for an activity, but after a cancel no longer than the grace. */
  #during<Reply>({ afterMs, reply, onCancel, graceReply }: Activity<Reply>, what: object = {}): Promise<Reply> {
    const { clock, tally } = this.#parts;
    const end = new Promise<Reply>((resolve) => {
      let over = false;
      const giveUp = () => {
        over = true;
        this.#openActivities.delete(what);
        resolve(graceReply);
      };
      const fire = (final: Reply) => () => {
        this.#openActivities.delete(what);
        if (this.#graceIsOver || over) tally.event('late result ignored');
        resolve(final);
      };
      const takeBack = clock.after(afterMs, fire(reply));
      const cancel = () => {
        const other = onCancel();
        if (!other) return;
        takeBack();
        clock.after(other.afterMs, fire(other.reply));
      };
      this.#openActivities.set(what, { cancel, giveUp });
    });
    return Promise.race([end, this.#graceOver.then(() => graceReply)]);
  }

  #callAfterCancel(order: CallOrder): { afterMs: number; reply: CallReply } | undefined {
    const { random, tally } = this.#parts;
    const afterMs = random.time(CANCEL_GRACE_MS - 100);
    const way = random.weighted({ unchanged: 2, finishes: 2, stops: 3, stuck: 1 });
    if (way === 'unchanged') return undefined;
    if (way === 'stuck') return { afterMs: CANCEL_GRACE_MS + afterMs, reply: finished(order, random, tally) };
    if (way === 'stops') {
      tally.event('call cancelled in the grace');
      return { afterMs, reply: cancelledEnd(order) };
    }
    tally.event('call finished in the grace');
    return { afterMs, reply: finished(order, random, tally) };
  }

  #drawReply({ agent: name, final, digest, step }: CallModelInput, leftOfTurn: number): Activity<ModelReply> {
    const { scenario, random, tally } = this.#parts;
    const agent = name === scenario.agent.name ? scenario.agent : scenario.second;
    // The first call brings the agent to the turn, and its activity holds the agent's duration.
    const loaded = digest === undefined && { loaded: agent };
    const leftMs = loaded && step === 1 ? Math.min(leftOfTurn, scenario.agent.limits.durationMs) : leftOfTurn;
    const afterMs = random.time(random.chance(0.95) ? 3_000 : leftMs * 1.2);
    const reply: ModelReply = random.chance(0.05)
      ? { kind: 'failed', error: { code: 'service', message: 'no', retryable: false } }
      : { kind: 'answer', answer: { ...drawAnswer({ ...scenario, agent }, final === true, random, tally), ...loaded } };
    const onCancel = () => (random.chance(0.5) ? { afterMs: random.time(15_000), reply: CANCELLED } : undefined);
    const inTime = afterMs < leftMs;
    return { afterMs: inTime ? afterMs : leftMs, reply: inTime ? reply : OUT_OF_TIME, onCancel, graceReply: CANCELLED };
  }
}

const CANCELLED: ModelReply = { kind: 'cancelled' };
const OUT_OF_TIME: ModelReply = { kind: 'out_of_time' };
const REPLY_EVENT = {
  answer: 'model answered',
  failed: 'model failed',
  cancelled: 'model cancelled',
  out_of_time: 'model out of time',
} as const;
