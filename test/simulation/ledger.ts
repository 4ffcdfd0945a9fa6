/**
 * The outside ledger of a turn: it sees what the loop asks of the world and what the world replies, and judges by that
 * alone. It notes each broken rule of the contract; a schedule with one has failed.
 */
import { isDeepStrictEqual } from 'node:util';
import type { WaitingApproval } from '../../src/contract/people.js';
import type { CompactInput, CompactOutput } from '../../src/contract/compact.js';
import type { CallModelInput } from '../../src/contract/call-model.js';
import type { Carried } from '../../src/contract/carried.js';
import type { TurnEnd } from '../../src/contract/turn.js';
import type { Entry } from '../../src/protocol/entry.js';
import { message } from '../../src/protocol/item.js';
import { limitReached, type LimitName } from '../../src/protocol/limit.js';
import { correctionText } from '../../src/protocol/final-answer.js';
import type { Said } from '../../src/protocol/said.js';
import type { ToolCall } from '../../src/protocol/tool-call.js';
import type { ToolResult } from '../../src/protocol/tool-result.js';
import type { CallOrder, CallReply, ModelReply } from '../../src/workflows/turn-effects.js';
import { endingOf, expectedEnding, isReturned, type Replied } from './expected-ending.js';
import { PeopleLedger } from './people-ledger.js';
import { totalsFaults } from './expected-totals.js';
import { HandedAgents } from './handed-agents.js';
import { ParallelLedger } from './parallel-ledger.js';
import type { Scenario } from './scenario.js';
import { itemsOf, SentItems } from './sent-items.js';
import { countsOf, StepLedger, type Excuses } from './step-ledger.js';
import type { Tally } from './tally.js';
import type { VirtualClock } from './virtual-clock.js';

/** What is known of a turn from outside. */
export class Ledger {
  /** The rules that were broken, in order. */
  readonly broken: string[] = [];
  readonly running: ParallelLedger;
  /** What people were asked and did. */
  readonly people: PeopleLedger;
  cancelledAt: number | undefined;
  readonly #scenario: Scenario;
  readonly #clock: VirtualClock;
  readonly #tally: Tally;
  readonly #callIds = new Set<string>();
  readonly #startedAt: number;
  readonly #sent: SentItems;
  readonly #steps: StepLedger[] = [];
  readonly #ownIds = new Set<string>();
  #asked = false;
  #run = 1;
  /** The run began with what the turn said after the last answer. */
  #correctionTaken = false;
  #closed: StepLedger | undefined;
  #limit: LimitName | undefined;
  #lastReply: ModelReply | undefined;
  /** What was known when it came. */
  #lastReplied: Replied | undefined;
  /** Answers that were returned. */
  #corrections = 0;
  #tokens = 0;
  #callsBelow = 0;
  readonly #agents: HandedAgents;
  #ended = false;

  constructor(scenario: Scenario, clock: VirtualClock, tally: Tally) {
    this.#scenario = scenario;
    this.#agents = new HandedAgents(scenario);
    this.#tally = tally;
    this.#clock = clock;
    this.#startedAt = clock.now;
    this.#sent = new SentItems(itemsOf(scenario.input));
    this.people = new PeopleLedger(clock, () => this.running.size);
    this.running = new ParallelLedger(scenario.agent, (rule) => this.break(rule));
  }

  /** Notes a broken rule. */
  break(rule: string): void {
    this.broken.push(rule);
  }

  /** The loop asks the model; `transcript` is what a worker makes of the request. */
  asked(input: CallModelInput, transcript: readonly Entry[]): void {
    const at = `the request of step ${input.step}`;
    if (this.#asked) this.break(`${at} is made while the model is asked`);
    if (this.#ended) this.break(`${at} is made after the turn's end`);
    if (input.step !== this.#steps.length + 1) this.break(`${at} comes after ${this.#steps.length} answers`);
    if (this.cancelledAt !== undefined && this.#steps.length > 0) this.break(`${at} is made after the cancel`);
    if (this.#lastReply && this.#limit) this.break(`${at} is made after the last answer`);
    this.#asked = true;
    this.#closeStep(input.own ?? []);
    const { name, limits } = this.#agents.now;
    if (input.agent !== name) this.break(`${at} is made by ${input.agent}, not ${name}`);
    this.#takeSaid(at, input.said ?? []);
    if ((input.reads === true) !== this.#steps.some((step) => step.keeps))
      this.break(`${at} says reads: ${input.reads}`);
    const toolCalls = this.#callCount + this.#callsBelow;
    const elapsedMs = this.#clock.now - this.#startedAt - this.people.stoodMs;
    const spent = { steps: this.#steps.length, toolCalls, tokens: this.#tokens, elapsedMs };
    this.#limit = limitReached(spent, limits);
    if ((input.final === true) !== (this.#limit !== undefined))
      this.break(`${at} is final: ${input.final}, limit ${this.#limit}`);
    this.#compare(at, transcript);
    const fresh = transcript.slice(this.#sent.answered).map(({ id }) => id);
    if (!isDeepStrictEqual(input.ids, fresh)) this.break(`${at} names other ids than those since the last answer`);
    if (input.after.length !== this.#sent.answered)
      this.break(`${at} leads on from entry ${input.after.length}, not ${this.#sent.answered}`);
  }

  replied(reply: ModelReply): void {
    this.#asked = false;
    this.#correctionTaken = false;
    this.#lastReply = reply;
    const { now: agent, handoffs } = this.#agents;
    const correctionsLeft = (agent.corrections ?? 0) - this.#corrections;
    this.#lastReplied = { limit: this.#limit, calls: 0, correctionsLeft };
    if (reply.kind !== 'answer') return;
    if (isReturned(reply.answer, this.#lastReplied)) this.#corrections += 1;
    const callsLeft = agent.limits.toolCalls - this.#callCount - this.#callsBelow;
    const tokensLeft = agent.limits.tokens - this.#tokens - reply.answer.usage.totalTokens;
    const { answer } = reply;
    const [last, before] = [this.#limit !== undefined, this.#steps.filter(({ calls }) => calls.length > 0)];
    const number = this.#steps.length + 1;
    const { heard } = this.people;
    const start = { step: number, answer, agent, callsLeft, tokensLeft, handoffs, last, before, heard };
    const step = new StepLedger(start, this.#tally, (rule) => this.break(rule));
    this.#steps.push(step);
    this.#lastReplied = { ...this.#lastReplied, calls: step.calls.length };
    if (step.calls.some(({ callId }) => this.#callIds.has(callId))) this.#tally.event('id reused in a later step');
    for (const { callId } of step.calls) this.#callIds.add(callId);
    this.#sent.answer(number, itemsOf(answer.items));
    this.#tokens += reply.answer.usage.totalTokens;
  }

  started(order: CallOrder): void {
    const at = `call ${order.call.step}.${order.call.position}`;
    if (this.#ended) this.break(`${at} is started after the turn's end`);
    if (this.cancelledAt !== undefined) this.break(`${at} is started after the cancel`);
    if (order.leftMs <= 0 || order.leftMs !== this.#endsAt - this.#clock.now)
      this.break(`${at} is told ${order.leftMs} ms are left`);
    this.#steps.at(-1)?.started(order, this.people.verdictOf(order.call));
    this.running.start(order);
    this.people.turnClock();
  }

  ended(order: CallOrder, reply: CallReply): void {
    this.#tokens += reply.below?.usage.totalTokens ?? 0;
    this.#callsBelow += reply.below?.toolCalls ?? 0;
    this.#steps.at(-1)?.ended(order, reply);
    this.running.end(order);
    this.people.turnClock();
  }

  /** Whether the model is asked for its last answer now. */
  get lastAnswerIsAsked(): boolean {
    return this.#asked && this.#limit !== undefined;
  }

  /** The calls of the last answer. */
  get lastCalls(): readonly ToolCall[] {
    return this.#steps.at(-1)?.calls ?? [];
  }

  /** The calls that wait for a person now. */
  waiting(approvals: readonly WaitingApproval[]): void {
    this.people.waiting(approvals);
  }

  /** The loop has gone as far as it can: a call that still waits must be held back by a bound. */
  settled(): void {
    const over = this.cancelledAt !== undefined || this.#clock.now >= this.#endsAt;
    if (over || this.#asked || this.#ended) return;
    const idle = this.#steps
      .at(-1)
      ?.waiting()
      .find((call) => !this.people.holds(call) && this.running.hasRoomFor(call));
    if (idle) this.break(`call ${idle.step}.${idle.position} waits although nothing holds it back`);
  }

  /** The loop has the transcript summed up, all but the last steps. */
  compacting(input: CompactInput, transcript: readonly Entry[]): void {
    const at = `compaction ${input.number}`;
    if (this.#asked) this.break(`${at} comes while the model is asked`);
    if (this.#ended || this.cancelledAt !== undefined) this.break(`${at} comes after the end or the cancel`);
    this.#asked = true;
    this.#closeStep(input.own ?? []);
    const keep = this.#agents.now.compaction?.keep ?? NaN;
    if (input.keptFrom !== this.#steps.length - keep + 1 || input.keptFrom < 2)
      this.break(`${at} keeps what stands from step ${input.keptFrom} on`);
    this.#takeSaid(at, input.said ?? []);
    this.#correctionTaken = true;
    this.#compare(at, transcript);
  }

  /** It was summed up, or that failed. */
  compacted({ keptFrom }: CompactInput, output: CompactOutput | undefined): void {
    this.#asked = false;
    if (!output) return;
    this.#tokens += output.usage.totalTokens;
    this.#sent.compact(keptFrom, output.text);
  }

  /** Answers so far. */
  get stepCount(): number {
    return this.#steps.length;
  }

  /** The turn goes on in another run, which begins with what it carried. */
  continued({ run, own, said }: Carried, entries: readonly Entry[]): void {
    this.#run += 1;
    const at = `the beginning of run ${this.#run}`;
    if (run !== this.#run) this.break(`${at} calls itself run ${run}`);
    if (this.#asked) this.break(`${at} comes while the model is asked`);
    if (this.cancelledAt !== undefined) this.break(`${at} comes after the cancel`);
    this.#closeStep(own ?? []);
    this.#takeSaid(at, said ?? []);
    this.#correctionTaken = true;
    this.#compare(at, entries);
  }

  /** The turn ended; `transcript` is what it leaves for a next request. */
  turnEnded(end: TurnEnd, transcript: readonly Entry[]): void {
    this.#ended = true;
    this.#closeStep(end.own ?? []);
    // An answer that a cancelled turn does not return to the model any more.
    this.#correctionTaken ||= this.cancelledAt !== undefined;
    this.#takeSaid('the end', end.said ?? []);
    if (end.result.outcome === 'completed' && end.said && this.cancelledAt === undefined)
      this.break('the turn completed although a person said something');
    this.#compare('the end', [...transcript, { id: 'next', step: 0, item: message('user', 'next') }], true);
    const expected = this.#lastReply && this.#lastReplied && expectedEnding(this.#lastReply, this.#lastReplied);
    const ending = endingOf(end.result);
    if (ending !== expected) this.break(`the turn ended "${ending}" and should have ended "${expected}"`);
    if (ending === 'cancelled' && this.cancelledAt === undefined)
      this.break('the turn ended cancelled without a cancel');
    const counts = countsOf(this.#steps);
    for (const [outcome, count] of counts) this.#tally.add('outcome', outcome, count);
    const { named } = this.#agents;
    const known = { steps: this.#steps.length, tokens: this.#tokens, counts, named, callsBelow: this.#callsBelow };
    for (const fault of totalsFaults(end.result, known)) this.break(fault);
    this.#tally.add('ending', ending);
    const bound = this.cancelledAt === undefined ? this.#endsAt + 250_000 : this.cancelledAt + 10_000;
    if (this.#clock.now > bound) this.break(`the turn ended ${this.#clock.now - bound} ms after its bound`);
  }

  get #callCount(): number {
    return this.#steps.reduce((sum, { calls }) => sum + calls.length, 0);
  }

  get #endsAt(): number {
    return this.#startedAt + this.people.stoodMs + this.#scenario.agent.limits.durationMs;
  }

  #closeStep(own: readonly ToolResult[]): void {
    const step = this.#steps.at(-1);
    if (this.running.size > 0 || step?.open) this.break(`step ${this.#steps.length} is left while a call of it runs`);
    this.#takeIds('own result', own);
    const excuses: Excuses = {
      cancelled: this.cancelledAt !== undefined,
      durationOver: this.#clock.now >= this.#endsAt,
      people: this.people,
    };
    // Asked again without an answer since: the request before has closed the step.
    if (!step || this.#closed === step) {
      if (own.length > 0) this.break('own results come without a call that is open');
      return;
    }
    this.#closed = step;
    step.close(own, excuses);
    this.#sent.push(this.#steps.length, step.resultItems());
    if (step.handedTo === undefined) return;
    this.#tally.event('turn handed over');
    this.#agents.handOver(step.handedTo);
    this.running.agent = this.#agents.now;
  }

  /** What the turn itself says must follow an answer in text that is returned; then comes what people said. */
  #takeSaid(at: string, said: readonly Said[]): void {
    const reply = this.#lastReply?.kind === 'answer' ? this.#lastReply.answer : undefined;
    const returned =
      !this.#correctionTaken && reply && this.#lastReplied?.calls === 0 && isReturned(reply, this.#lastReplied);
    const problem = returned && reply.structured && 'problem' in reply.structured && reply.structured.problem;
    const due = problem ? [message('user', correctionText(problem))] : [];
    const words = [...due, ...this.people.take()];
    if (!isDeepStrictEqual(itemsOf(said), words))
      this.break(`${at} brings other words than were said since the last answer`);
    if (due.length > 0) this.#tally.event('answer returned to the model');
    this.#takeIds('words', said);
    this.#sent.push(this.#steps.length, words);
  }

  #takeIds(what: string, taken: readonly { readonly id: string }[]): void {
    for (const { id } of taken) {
      if (this.#ownIds.has(id)) this.break(`${what} ${id} comes twice`);
      this.#ownIds.add(id);
    }
  }

  #compare(at: string, transcript: readonly Entry[], atEnd = false): void {
    for (const fault of this.#sent.faultsOf(transcript, atEnd ? [message('user', 'next')] : []))
      this.break(`${at}${fault}`);
  }
}
