/**
 * The ledger of one step: what its calls may do and how each of them ended, as seen from outside the loop. Rule: every
 * call gets exactly one result, and it is the one that its run gave, or one that its never having run explains.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CallModelOutput } from '../../src/contract/call-model.js';
import { READ_OUTPUT } from '../../src/contract/names.js';
import type { AgentPolicy } from '../../src/definition/policy.js';
import { CALL_KINDS } from '../../src/protocol/call-kind.js';
import type { Item } from '../../src/protocol/item.js';
import type { Outcome } from '../../src/protocol/outcome.js';
import { toolCallsOf, type ToolCall } from '../../src/protocol/tool-call.js';
import type { ToolResult } from '../../src/protocol/tool-result.js';
import { answerEntries } from '../../src/contract/answer.js';
import type { CallOrder, CallReply } from '../../src/workflows/turn-effects.js';
import type { Decided, PeopleLedger } from './people-ledger.js';
import type { Tally } from './tally.js';

/** What a step begins with. */
export interface StepStart {
  readonly step: number;
  readonly answer: CallModelOutput;
  readonly agent: AgentPolicy;
  /** Calls that the turn may still start. */
  readonly callsLeft: number;
  /** Tokens that are left for the turns of sub-agents. */
  readonly tokensLeft: number;
  /** How often the turn was handed over before. */
  readonly handoffs: number;
  /** The model was told to answer without calls. */
  readonly last: boolean;
  /** Steps before, those without calls left out. */
  readonly before: readonly StepLedger[];
  /** How often the model had been told words of people. */
  readonly heard: number;
}

/** What explains that a call was never started. */
export interface Excuses {
  readonly cancelled: boolean;
  readonly durationOver: boolean;
  readonly people: PeopleLedger;
}

/** The calls of one answer and how they ended. */
export class StepLedger {
  readonly calls: readonly ToolCall[];
  /** How each call ended, by position. */
  readonly results = new Map<number, { outcome: Outcome; output: string }>();
  readonly #runs = new Map<number, { reply?: CallReply }>();
  /** By position, what a call that may not be started is recorded as. */
  readonly #never: ReadonlyMap<number, Outcome | undefined>;
  readonly #start: StepStart;
  /** What the turns of sub-agents were given together. */
  #given = { tokens: 0, toolCalls: 0 };
  readonly #tally: Tally;
  readonly #broken: (rule: string) => void;

  constructor(start: StepStart, tally: Tally, broken: (rule: string) => void) {
    this.#start = start;
    this.#tally = tally;
    this.#broken = broken;
    this.calls = toolCallsOf(answerEntries(start.step, start.answer));
    this.#never = new Map(this.#unstarted().map((outcome, position) => [position, outcome]));
  }

  /** A call is started. */
  started({ call, args, policy, budget, leftMs, maxBytes }: CallOrder, decided: Decided | undefined): void {
    const own = this.calls[call.position];
    const at = `call ${call.step}.${call.position}`;
    if (own?.item !== call.item || own.callId !== call.callId) this.#broken(`${at} is no call of the last answer`);
    if (this.#runs.has(call.position)) this.#broken(`${at} is started a second time`);
    const why = this.#never.get(call.position);
    if (why) this.#broken(`${at} is started although it is ${why}`);
    else if (this.#asks(call) && !decided?.approved) this.#broken(`${at} is started although nobody said yes`);
    else if (
      !isDeepStrictEqual(args, decided?.approved && decided.args !== undefined ? decided.args : this.#argsOf(call))
    )
      this.#broken(`${at} is started with other arguments`);
    if (call.name === READ_OUTPUT) this.#tally.event('outputs read');
    if ((policy.agent === undefined) !== (budget === undefined)) this.#broken(`${at} has the budget ${budget?.tokens}`);
    if (budget) {
      const { callsLeft, tokensLeft } = this.#start;
      this.#given = { tokens: this.#given.tokens + budget.tokens, toolCalls: this.#given.toolCalls + budget.toolCalls };
      const within =
        this.#given.tokens <= tokensLeft && this.#given.toolCalls <= Math.max(0, callsLeft - this.calls.length);
      if (!within || budget.durationMs !== leftMs) this.#broken(`${at} may spend what its turn has not left`);
    }
    if (policy.name !== call.name) this.#broken(`${at} runs as ${policy.name}`);
    if (this.calls.length * (maxBytes ?? 1_900_000) > 9_500_000)
      this.#broken(`${at} has too large a share of the step's output`);
    this.#runs.set(call.position, {});
  }

  /** A call that was started ended; what comes later changes nothing. */
  ended({ call }: CallOrder, reply: CallReply): void {
    this.#runs.set(call.position, { reply });
  }

  /** Whether a call was started and has not ended. */
  get open(): boolean {
    return [...this.#runs.values()].some(({ reply }) => !reply);
  }

  /** Whether the whole of an output was kept. */
  get keeps(): boolean {
    return [...this.#runs.values()].some(({ reply }) => reply?.recorded?.kept !== undefined);
  }

  /** The calls that should be started and have not been. */
  waiting(): ToolCall[] {
    return this.calls.filter((call) => !this.#runs.has(call.position) && !this.#never.get(call.position));
  }

  /** Takes the results that the turn made itself, then looks for the one result of each call. */
  close(own: readonly ToolResult[], excuses: Excuses): void {
    for (const result of own) this.#take(result, excuses);
    for (const { position } of this.calls) {
      const reply = this.#runs.get(position)?.reply;
      if (reply?.recorded && !this.results.has(position)) this.results.set(position, reply);
      if (!this.results.has(position)) this.#broken(`call ${this.#start.step}.${position} has no result`);
    }
  }

  /** The agent that the step hands the turn to. */
  get handedTo(): string | undefined {
    const handing = this.calls.find((call) => this.#never.get(call.position) === 'ok' && this.#toolOf(call)?.handoff);
    return handing && this.#toolOf(handing)?.handoff;
  }

  /** The result items that must stand behind the answer. */
  resultItems(): Item[] {
    return this.calls.map(({ item, position }) => {
      const { outcome, output } = this.results.get(position) ?? { outcome: 'error', output: 'none' };
      const kind = CALL_KINDS.find(({ call }) => call === item.type)!;
      return kind.answer(item, output, outcome === 'ok');
    });
  }

  #take({ step, position, callId, outcome, output }: ToolResult, excuses: Excuses): void {
    const at = `call ${step}.${position}`;
    const call = this.calls[position];
    if (step !== this.#start.step || call?.callId !== callId) return this.#broken(`${at} of an own result is no call`);
    if (this.results.has(position)) return this.#broken(`${at} has two results`);
    this.results.set(position, { outcome, output });
    const run = this.#runs.get(position);
    if (run) {
      if (run.reply?.recorded) this.#broken(`${at} is recorded by its activity and by the turn`);
      const same = run.reply?.outcome === outcome && run.reply.output === output;
      if (!same) this.#broken(`${at} ended ${run.reply?.outcome} but its result is ${outcome}`);
      return;
    }
    const never = this.#never.get(call.position);
    const may = never ? [never] : [...excused(excuses), ...excuses.people.excuses(call)];
    if (!may.includes(outcome)) this.#broken(`${at} was never started and is recorded as ${outcome}`);
    if (outcome === 'cancelled') this.#tally.event('call cancelled before it started');
    if (outcome === 'skipped' && !never) this.#tally.event('duration over before a call could start');
    if (outcome === 'skipped' && never && !this.#start.last) this.#tally.event('call limit reached in a fan-out');
  }

  /** By position, the outcome of each call that may not be started; undefined for those that should be. */
  #unstarted(): (Outcome | undefined)[] {
    const { agent, tokensLeft, handoffs } = this.#start;
    const held = this.calls.map((call) => this.#unrunnable(call));
    const asked = this.calls.filter((call, i) => !held[i] && this.#toolOf(call)?.agent).length;
    const spent = agent.limits.depth === 0 || tokensLeft < asked;
    let first = handoffs < 10;
    return this.calls.map((call, i) => {
      if (held[i]) return held[i];
      const tool = this.#toolOf(call);
      if (tool?.agent && spent) this.#tally.event('sub-agent beyond the budget');
      if (!tool?.handoff) return tool?.agent && spent ? 'skipped' : undefined;
      const counts = first;
      first = false;
      return counts ? 'ok' : 'skipped';
    });
  }

  #toolOf({ name, kind }: ToolCall) {
    return kind === 'function_call' ? this.#start.agent.tools.find((tool) => tool.name === name) : undefined;
  }

  /** The outcome of a call that may not be started, whatever happens; undefined for one that should be. */
  #unrunnable(call: ToolCall): Outcome | undefined {
    const { last, agent, callsLeft } = this.#start;
    const plan = this.#planOf(call);
    // The call that is the answer is taken at a limit, too.
    if (plan && 'outcome' in plan && plan.outcome === 'ok') return 'ok';
    if (last) return 'skipped';
    if (plan && 'outcome' in plan) return plan.outcome;
    const known = agent.tools.some(({ name }) => name === call.name) || (call.name === READ_OUTPUT && this.#canRead);
    if (!known || call.kind !== 'function_call') return 'unknown_tool';
    if (!(plan && 'args' in plan) && !isJson(call.arguments)) return 'invalid_arguments';
    if (this.#isRepeated(call)) {
      this.#tally.event('call made over and over');
      return 'skipped';
    }
    return call.position >= callsLeft ? 'skipped' : undefined;
  }

  /** How often the model had been told words of people before this step. */
  get heard(): number {
    return this.#start.heard;
  }

  /** Whether an output before was cut and kept, so that the model may read it. */
  get #canRead(): boolean {
    return this.#start.before.some((step) => step.keeps);
  }

  /** Whether so many steps in a row, this one included, asked for the same that it may not be run again. */
  #isRepeated({ name, arguments: text }: ToolCall): boolean {
    const { agent, before } = this.#start;
    const { repeatLimit } = agent;
    if (repeatLimit === undefined || agent.tools.find((tool) => tool.name === name)?.repeat) return false;
    // Whoever is told something new is in no loop.
    const asks = ({ calls, heard }: StepLedger) =>
      heard === this.heard &&
      calls.some((call) => call.kind === 'function_call' && call.name === name && call.arguments === text);
    const latest = before.slice(1 - repeatLimit);
    return latest.length === repeatLimit - 1 && latest.every(asks);
  }

  #argsOf(call: ToolCall): unknown {
    const plan = this.#planOf(call);
    return plan && 'args' in plan ? plan.args : JSON.parse(call.arguments);
  }

  /** Whether a person must say yes first. */
  #asks(call: ToolCall): boolean {
    const plan = this.#planOf(call);
    const ask = plan && 'ask' in plan ? plan.ask : undefined;
    const approval = this.#start.agent.tools.find(({ name }) => name === call.name)?.approval;
    return approval ? approval.when === 'always' || ask !== false : ask === true;
  }

  #planOf({ position }: ToolCall) {
    return this.#start.answer.plans?.find((plan) => plan.position === position);
  }
}

/** What a call that should have been started may be recorded as when it was not. */
function excused({ cancelled, durationOver }: Excuses): Outcome[] {
  return [...(cancelled ? (['cancelled'] as const) : []), ...(durationOver ? (['skipped'] as const) : [])];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Calls by how they ended, of all steps. */
export function countsOf(steps: readonly StepLedger[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of steps.flatMap((step) => [...step.results.values()]))
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}
