/**
 * What a turn knows: its transcript and counts. Rule: results that no activity's output holds are kept in `own` until
 * the next model call or the end carries them into history, once.
 */
import { answerEntries } from '../contract/answer.js';
import type { CallModelInput, CallModelOutput } from '../contract/call-model.js';
import type { Carried } from '../contract/carried.js';
import {
  handedOver,
  noProgress,
  withAnswer,
  withCalls,
  withResult,
  withSubTurn,
  type Progress,
} from '../contract/progress.js';
import type { TurnEnd, TurnInput, TurnTotals } from '../contract/turn.js';
import type { AgentPolicy } from '../definition/policy.js';
import { compactedEntries, type Cut, type Summary } from '../protocol/compaction.js';
import type { Entry } from '../protocol/entry.js';
import { message } from '../protocol/item.js';
import { limitsWithin } from '../protocol/budget.js';
import { LIMIT_BOUNDS, type Limits, type LimitName, type Spent } from '../protocol/limit.js';
import { saidEntry, type Said } from '../protocol/said.js';
import { clipBytes } from '../protocol/size.js';
import type { ToolCall } from '../protocol/tool-call.js';
import { resultEntry, toolResult, type ToolResult } from '../protocol/tool-result.js';
import { Transcript, type Mark } from '../protocol/transcript.js';
import { KeptOutputs } from './kept-outputs.js';
import { People } from './people.js';
import type { CallReply } from './turn-effects.js';

/**
 * Texts of results that the turn itself makes in one step: they go together in the next model call's arguments, and a
 * payload holds 2 MB.
 */
const OWN_BYTES = 1_000_000;

/** How a turn ended, without the totals that the state adds. */
export type Ending =
  | { readonly outcome: 'completed'; readonly output: unknown }
  | { readonly outcome: 'limit'; readonly limit: LimitName; readonly output?: unknown }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly error: { code: string; message: string; retryable: boolean } };

/** A call and, once it ended, its result. */
export interface CallRecord {
  readonly call: ToolCall;
  readonly result?: ToolResult;
}

/** The state of a running turn. */
export class TurnState {
  /** As the model is sent it; a compaction replaces it. */
  transcript: Transcript;
  /** The calls of each step of this run, in order. */
  readonly steps: CallRecord[][] = [];
  /** What people do with the turn. */
  readonly people = new People();
  /** Whatever the turn counts; replaced, never changed. */
  progress: Progress;
  readonly kept = new KeptOutputs();
  #after: Mark;
  #run = 1;
  /** Entries of the transcript that the turn went on from. */
  #before: number;
  #own: ToolResult[] = [];
  #said: Said[] = [];
  #agent: AgentPolicy;

  constructor(
    name: string,
    input: readonly Entry[],
    startedAt: number,
    /** Whether the caller gave a context, limits over those of the agent, and the most that may be spent. */
    readonly given: Pick<Partial<TurnInput>, 'context' | 'limits' | 'budget' | 'outgrown'> = {},
    /** What the turn goes on from. */
    before: readonly Entry[] = [],
  ) {
    this.#before = before.length;
    this.progress = noProgress(startedAt, before);
    this.#agent = unknownAgent(name, this.#limits(LIMIT_BOUNDS));
    this.transcript = new Transcript(before);
    this.#after = this.transcript.mark;
    this.transcript.append(input);
  }

  /** What the turn runs by. The first answer brings it; until then it has no tools and the widest limits. */
  get agent(): AgentPolicy {
    return this.#agent;
  }

  /** The agent that the turn goes on by. */
  get name(): string {
    return this.#agent.name;
  }

  /** When the turn's time is over, as things stand: the time in which nothing but people is waited for doesn't count. */
  endsAt(now: number): number {
    const { startedAt, waitedMs } = this.progress;
    return startedAt + waitedMs + this.people.calls.waitedMs(now) + this.agent.limits.durationMs;
  }

  /** Calls that the turn may still start. */
  get callsLeft(): number {
    return this.agent.limits.toolCalls - this.#toolCalls;
  }

  /** How often an answer that does not fit may still be returned to the model. */
  get correctionsLeft(): number {
    return (this.agent.corrections ?? 0) - this.progress.corrections;
  }

  spent(now: number): Spent {
    const { steps, usage } = this.progress;
    const { totalTokens: tokens, cost = 0 } = usage;
    const elapsedMs = now + this.agent.limits.durationMs - this.endsAt(now);
    return { steps, toolCalls: this.#toolCalls, tokens, elapsedMs, cost };
  }

  /** The next model call. */
  request(final: boolean): CallModelInput {
    return {
      ...this.reference(),
      step: this.progress.steps + 1,
      ...(final && { final: true as const }),
      ...(this.progress.reads && { reads: true as const }),
      ...(this.given.context !== undefined && { context: true as const }),
    };
  }

  /** Names the transcript to a worker, and takes the turn's own results along. */
  reference(): Omit<CallModelInput, 'step'> {
    const { length, head } = this.transcript.mark;
    const own = this.#own;
    this.#own = [];
    const said = this.#said;
    this.#said = [];
    return {
      agent: this.name,
      ...(this.agent.digest !== '' && { digest: this.agent.digest }),
      upTo: length,
      head,
      after: this.#after,
      ids: this.transcript.idsSince(this.#after.length),
      ...(own.length > 0 && { own }),
      ...(said.length > 0 && { said }),
    };
  }

  /** Length of the transcript that the last answer ended. */
  get answered(): number {
    return this.#after.length;
  }

  /** Takes the agent in that the turn runs by. */
  load(agent: AgentPolicy): void {
    this.#agent = { ...agent, limits: this.progress.handed?.limits ?? this.#limits(agent.limits) };
  }

  /** The turn goes on by another agent, which the next answer brings; its limits stay. */
  handOver(to: string): void {
    const { limits } = this.#agent;
    this.progress = handedOver(this.progress, to, limits);
    this.#agent = unknownAgent(to, limits);
  }

  /** The limits of the turn by those of its agent: what the caller set stands over them, and the budget bounds both. */
  #limits(own: Limits): Limits {
    return limitsWithin({ ...own, ...this.given.limits }, this.given.budget);
  }

  /** Calls of this turn and of those below it. */
  get #toolCalls(): number {
    return this.progress.toolCalls + (this.progress.below?.toolCalls ?? 0);
  }

  /** Appends an answer and returns its entries. */
  addAnswer(answer: CallModelOutput): Entry[] {
    if (answer.loaded) this.load(answer.loaded);
    const entries = answerEntries(this.progress.steps + 1, answer);
    this.transcript.append(entries);
    this.#after = this.transcript.mark;
    this.steps.push([]);
    this.progress = withAnswer(this.progress, answer, this.agent.compaction);
    return entries;
  }

  /** Returns the last answer to the model: the next request takes the text along. */
  addCorrection(text: string, newId: () => string): void {
    this.say([{ id: newId(), item: message('user', text), by: 'turn' }]);
    this.noteCorrection();
  }

  /** Appends what is said to the model after its last answer: the next request, or the end, takes it along. */
  say(said: readonly Said[]): void {
    if (said.length === 0) return;
    this.#said.push(...said);
    this.transcript.append(said.map((one) => saidEntry(this.progress.steps, one)));
  }

  /** The last answer is returned to the model, as the result of its call. */
  noteCorrection(): void {
    this.progress = { ...this.progress, corrections: this.progress.corrections + 1 };
  }

  /** Notes the calls that the last answer asks for. */
  addCalls(calls: readonly ToolCall[]): void {
    this.progress = withCalls(this.progress, calls);
    this.steps[this.steps.length - 1] = calls.map((call) => ({ call }));
  }

  /** Appends one result for each call, in the order of the calls. */
  addResults(calls: readonly ToolCall[], replies: readonly CallReply[], newId: () => string): void {
    const share = Math.floor(OWN_BYTES / calls.length);
    const results = calls.map((call, i) => {
      const reply = replies[i];
      if (!reply) throw new RangeError(`call ${call.step}.${call.position} has no reply`);
      const { outcome, recorded } = reply;
      const output = recorded ? reply.output : clipBytes(reply.output, share);
      const result = toolResult(call, { id: recorded?.id ?? newId(), outcome, output, content: recorded?.content });
      if (!recorded) this.#own.push(result);
      this.progress = withResult(this.progress, outcome, recorded?.usage);
      if (recorded?.kept !== undefined) this.#noteKept(recorded.kept);
      if (reply.below) this.progress = withSubTurn(this.progress, reply.below);
      return { call, result };
    });
    this.steps[this.steps.length - 1] = results;
    this.people.calls.forget();
    const waitedMs = this.people.calls.takeWaitedMs();
    if (waitedMs > 0) this.progress = { ...this.progress, waitedMs: this.progress.waitedMs + waitedMs };
    this.transcript.append(results.map(({ call, result }) => resultEntry(call, result)));
  }

  /** The whole of an output was kept: from now on the model may read it. */
  #noteKept(bytes: number): void {
    this.kept.note(bytes);
    this.progress = { ...this.progress, reads: true };
  }

  /** Puts a summary in the place of what is before the cut; the transcript is another one from then on, with its own head. */
  compact(cut: Cut, summary: Summary): void {
    const since = this.transcript.mark.length - this.#after.length;
    const entries = compactedEntries(this.transcript.entries, cut, summary);
    this.transcript = new Transcript(entries);
    this.#after = new Transcript(entries.slice(0, entries.length - since)).mark;
    // What the turn went on from is summed up, too, unless that is what it begins with.
    this.#before = cut.keptId === undefined ? 0 : this.#after.length;
  }

  /** All that the next run goes on from; nothing may be under way. */
  carry(): Carried {
    return {
      run: this.#run + 1,
      progress: this.progress,
      agent: this.agent,
      transcript: { entries: this.transcript.entries },
      ...(this.#before > 0 && { before: this.#before }),
      after: this.#after,
      ...(this.#own.length > 0 && { own: this.#own }),
      ...(this.#said.length > 0 && { said: this.#said }),
    };
  }

  /** Goes on from what an earlier run carried; the state was made of its entries. What it brought stands in history now. */
  resume({ run, progress, agent, after, before = 0 }: Carried): void {
    this.#before = before;
    this.#run = run;
    this.progress = progress;
    this.#agent = agent;
    this.#after = after;
    this.people.resume(progress.steps, this.transcript.entries);
  }

  /** The record of the turn's end. */
  end(ending: Ending): TurnEnd {
    this.people.closing = 'turn_ended';
    this.say(this.people.inbox.take());
    const { steps, counts, usage, repairs, agentChanged, handed, below } = this.progress;
    const totals: TurnTotals = {
      steps,
      counts,
      usage,
      ...(repairs.length > 0 && { repairs }),
      ...(agentChanged > 0 && { agentChanged }),
      ...(handed && { agent: handed.to }),
      ...(below && { below }),
    };
    return {
      result: { ...ending, ...totals },
      ...(this.#own.length > 0 && { own: this.#own }),
      ...(this.#said.length > 0 && { said: this.#said }),
    };
  }
}

/** An agent that the turn has not loaded yet: it has no tools. */
function unknownAgent(name: string, limits: Limits): AgentPolicy {
  return { name, digest: '', maxParallel: 1, limits, tools: [] };
}
