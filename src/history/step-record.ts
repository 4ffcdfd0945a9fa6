/** A step while history is being read: its model call, the answer's entries, and its calls by position. */
import { answerEntries } from '../contract/answer.js';
import type { CallModelInput, CallModelOutput } from '../contract/call-model.js';
import type { Entry } from '../protocol/entry.js';
import { toolCallsOf } from '../protocol/tool-call.js';
import { resultEntry } from '../protocol/tool-result.js';
import { CallRecord } from './call-record.js';
import type { TurnEvent } from './turn-event.js';
import type { StepView } from './turn-view.js';

/** What the turn says of a step when it goes on from there. */
export type Settling = Pick<CallModelInput, 'own' | 'ids' | 'said'>;

/** One step. */
export class StepRecord {
  answer: CallModelOutput | undefined;
  entries: readonly Entry[] = [];
  calls: readonly CallRecord[] = [];
  state: StepView['state'] = 'running';
  finished = false;
  startedAt: number | undefined;
  endedAt: number | undefined;
  lastFailure: string | undefined;
  #attemptsBefore = 0;
  #attempts = 0;

  constructor(
    readonly step: number,
    readonly scheduledAt: number,
    /** Set where it is another than the turn began with. */
    readonly agent?: string,
  ) {}

  /** The model call was asked for again. */
  rescheduled(): void {
    this.#attemptsBefore += this.#attempts;
    this.#attempts = 0;
    this.state = 'running';
    this.startedAt = undefined;
    this.endedAt = undefined;
  }

  started(at: number, attempt: number, lastFailure: string | undefined): void {
    this.startedAt = at;
    this.#attempts = attempt;
    if (lastFailure !== undefined) this.lastFailure = lastFailure;
  }

  failed(at: number, message: string): void {
    this.state = 'failed';
    this.endedAt = at;
    this.lastFailure = message;
  }

  answered(at: number, answer: CallModelOutput): void {
    this.state = 'done';
    this.endedAt = at;
    this.answer = answer;
    this.entries = answerEntries(this.step, answer);
    this.calls = toolCallsOf(this.entries).map((call) => new CallRecord(call));
    for (const plan of answer.plans ?? []) {
      const call = this.calls[plan.position];
      if (call && 'outcome' in plan) call.planned = { outcome: plan.outcome, output: plan.output };
    }
  }

  /** The turn goes on from here; `ids` begins with those of the results, in call order. */
  wentOn(ids: readonly string[]): void {
    // A foreign worker's result has no id of its own.
    this.calls.forEach((call, i) => {
      if (call.result && !call.result.id && ids[i]) call.result = { ...call.result, id: ids[i] };
    });
  }

  /** The turn ended without this answer. */
  dropAnswer(): void {
    if (this.state === 'done') this.state = 'failed';
    this.answer = undefined;
    this.entries = [];
    this.calls = [];
  }

  get attempts(): number {
    return this.#attemptsBefore + this.#attempts;
  }

  /** The event of the step's end, once all its calls have their results. */
  settle(at: number): TurnEvent[] {
    if (this.finished || !this.settled || !this.answer) return [];
    this.finished = true;
    const { from, finish, usage } = this.answer;
    return [{ type: 'step-finished', at, step: this.step, calls: this.calls.length, from, finish, usage }];
  }

  /** Whether the answer is here and each of its calls has its result. */
  get settled(): boolean {
    return this.answer !== undefined && this.calls.every((call) => call.result);
  }

  /**
   * The answer, the results that are there, in the order of the calls.
   * @param run makes ids of results unique that have none: conversations go on from them.
   */
  transcript(run: string): Entry[] {
    const results = this.calls.flatMap(({ call, result }) =>
      result ? [resultEntry(call, { ...result, id: result.id ?? `${run}.${call.step}.${call.position}` })] : [],
    );
    return [...this.entries, ...results];
  }

  get view(): StepView {
    const { step, agent, state, attempts, scheduledAt, startedAt, endedAt, lastFailure, answer } = this;
    return {
      step,
      ...(agent !== undefined && { agent }),
      state,
      attempts,
      scheduledAt,
      ...(startedAt !== undefined && { startedAt }),
      ...(endedAt !== undefined && { endedAt }),
      ...(answer && { from: answer.from, usage: answer.usage, finish: answer.finish }),
      ...(answer?.repairs && { repairs: answer.repairs }),
      ...(lastFailure !== undefined && { lastFailure }),
      calls: this.calls.map((call) => call.view),
    };
  }
}
