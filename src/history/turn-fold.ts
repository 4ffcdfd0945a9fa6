/**
 * Folds the facts of a history into a view of the turn, and tells what each fact makes happen. Pure: no clock, no I/O.
 * Rules: a call is done when its one result stands in history (the activity's own, or the one that the turn records), so
 * what is told never changes afterwards; ids are looked up in Maps.
 */
import type { CallModelInput, CallModelOutput } from '../contract/call-model.js';
import type { CallToolOutput } from '../contract/call-tool.js';
import type { Carried } from '../contract/carried.js';
import type { CompactInput } from '../contract/compact.js';
import { ADOPT_ENTRIES, CALL_MODEL, COMPACT, parseCallActivityId, READ_SPENT, RECORD_END } from '../contract/names.js';
import { parseSubTurnId, type CallPlace } from '../contract/sub-turn-id.js';
import type { TurnInput, TurnTotals } from '../contract/turn.js';
import { isTurnEnd } from '../contract/turn-end.js';
import type { AgentPolicy, ToolPolicy } from '../definition/policy.js';
import { textOf } from '../protocol/item.js';
import type { ToolResult } from '../protocol/tool-result.js';
import { CallRecord, ranLocally, recordedResult, type RecordedResult } from './call-record.js';
import type { ActivityStarted, HistoryFact, LocalActivityEnded, TurnClosed, TurnStarted } from './history-fact.js';
import { PeopleRecord } from './people-record.js';
import { runOf, TurnBeginning } from './turn-beginning.js';
import { Compactions } from './compactions.js';
import { AnswerParts } from './answer-parts.js';
import { RunRecord } from './run-record.js';
import { StepRecord, type Settling } from './step-record.js';
import { endOfOpenCall, recordedEnd, resultOf } from './temporal-close.js';
import { turnTotals } from './turn-totals.js';
import type { TurnEvent } from './turn-event.js';
import type { TurnView } from './turn-view.js';

/** The view of a turn whose facts are these. */
export function turnView(facts: Iterable<HistoryFact>): TurnView {
  const fold = new TurnFold();
  for (const fact of facts) fold.apply(fact);
  return fold.view();
}

/** A turn that is being read. */
export class TurnFold {
  #started: TurnStarted | undefined;
  /** What the turn began with. */
  #beginning: TurnBeginning | undefined;
  #policy: AgentPolicy | undefined;
  #compactions = new Compactions();
  #steps = new Map<number, StepRecord>();
  #inputIds: readonly string[] = [];
  /** Parts of the answer that a model call is still to complete. */
  readonly #parts = new AnswerParts();
  #run = new RunRecord();
  #people = new PeopleRecord((step, position) => this.#call(step, position));
  #seenAt = 0;

  /** Takes the next fact in; returns what happened by it, in order. */
  apply(fact: HistoryFact): TurnEvent[] {
    this.#seenAt = fact.at;
    switch (fact.type) {
      case 'turn-started':
        return this.#start(fact);
      case 'local-activity-ended':
        return this.#local(fact);
      case 'activity-scheduled':
        if (fact.name === COMPACT) return this.#compact(fact.eventId, fact.at, fact.input as CompactInput);
        if (fact.name === CALL_MODEL) return this.#ask(fact.eventId, fact.at, fact.input as CallModelInput);
        if (fact.name === ADOPT_ENTRIES) return this.#run.taking.scheduled(fact.eventId);
        if (fact.name === READ_SPENT) return this.#run.spentAsked(fact, (...place) => this.#call(...place));
        return this.#callScheduled(fact.eventId, fact.at, parseCallActivityId(fact.activityId));
      case 'activity-started':
        return this.#begun(fact);
      case 'activity-completed':
        return this.#completed(fact.at, fact.scheduled, fact.result);
      case 'activity-failed': {
        this.#compactions.failed(fact.scheduled, fact.at, fact.failure);
        const record = this.#run.open.get(fact.scheduled);
        if (record instanceof StepRecord) record.failed(fact.at, fact.failure.message);
        else record?.failed(fact.at, fact.failure);
        this.#run.taking.failed(fact.scheduled);
        return [];
      }
      case 'sub-turn-initiated':
        return this.#callScheduled(fact.eventId, fact.at, parseSubTurnId(fact.turnId), fact.turnId);
      case 'answer-part':
        this.#parts.push(fact.part);
        return [];
      case 'cancel-requested':
        this.#run.cancelRequested = true;
        return [];
      case 'turn-closed':
        return this.#close(fact);
      default:
        return this.#people.apply(fact);
    }
  }

  /**
   * What is known by now.
   * @throws {TypeError} before the first fact.
   */
  view(): TurnView {
    const started = this.#started;
    const beginning = this.#beginning;
    if (!started || !beginning) throw new TypeError('the history of a turn begins with its start');
    const steps = [...this.#steps.values()].map((step) => step.view);
    const { runId, turnId } = started;
    const said = (step: number) => this.#people.entries(step);
    const stepEntries = [...this.#steps.values()].flatMap((each) => [...each.transcript(runId), ...said(each.step)]);
    const entries = [...beginning.entries(this.#inputIds), ...said(0), ...stepEntries];
    const { result, cancelRequested, closed, outgrown } = this.#run;
    return {
      turnId,
      runId,
      run: runOf(started),
      ...beginning.view,
      taskQueue: started.taskQueue,
      status: result?.outcome ?? 'running',
      cancelRequested,
      ...(this.#policy && { policy: this.#policy }),
      ...(closed && { closedAt: closed.at }),
      seenAt: this.#seenAt,
      steps,
      calls: steps.flatMap((step) => step.calls),
      approvals: result ? [] : this.#people.approvals({ turnId, agent: steps.at(-1)?.agent ?? beginning.view.agent }),
      entries,
      ...this.#compactions.view(entries),
      ...(outgrown !== undefined && { outgrown }),
      ...(result ? { result } : { totals: this.#totals }),
      ...(result?.outcome === 'failed' && { error: result.error }),
    };
  }

  #start(fact: TurnStarted): TurnEvent[] {
    const restarted = this.#started !== undefined;
    const { carried, agent } = fact.input as TurnInput;
    const held = carried?.progress.steps ?? 0;
    const goesOn = carried !== undefined && this.#beginning !== undefined && this.#lastStep >= held;
    this.#started = fact;
    this.#run = new RunRecord();
    if (goesOn) return this.#goOn(fact, carried);
    this.#beginning = new TurnBeginning(fact);
    this.#run.taking = this.#beginning.taken;
    this.#policy = carried?.agent;
    this.#steps = new Map();
    this.#people = new PeopleRecord((step, position) => this.#call(step, position));
    this.#compactions = new Compactions();
    this.#inputIds = [];
    const type = restarted ? 'turn-restarted' : 'turn-started';
    return [{ type, at: fact.at, turnId: fact.turnId, agent, ...(held > 0 && { afterStep: held }) }];
  }

  /** The turn goes on in a run whose earlier ones were read; after a reset of it, what it had done before is void. */
  #goOn({ at, turnId, input }: TurnStarted, { progress, own = [], said }: Carried): TurnEvent[] {
    const afterStep = progress.steps;
    const isVoid = this.#lastStep > afterStep;
    for (const step of this.#steps.keys()) if (step > afterStep) this.#steps.delete(step);
    this.#compactions.goOn(afterStep);
    const { agent } = input as TurnInput;
    this.#people.goOn(afterStep, said);
    const events = this.#settled(at, afterStep, { own, ids: [] });
    return isVoid ? [{ type: 'turn-restarted', at, turnId, agent, afterStep }, ...events] : events;
  }

  get #lastStep(): number {
    return [...this.#steps.keys()].at(-1) ?? this.#beginning?.earlier?.steps ?? 0;
  }

  #local(fact: LocalActivityEnded): TurnEvent[] {
    if (fact.name === RECORD_END) {
      if (isTurnEnd(fact.result)) this.#run.end = fact.result;
      return [];
    }
    const output = fact.result as CallToolOutput | undefined;
    const record = output?.at && this.#call(output.at.step, output.at.position);
    if (!record) {
      this.#run.locals.note(fact);
      return [];
    }
    const first = ranLocally(record, fact);
    const events = this.#record(record, fact.at, recordedResult(output));
    return first ? [{ type: 'call-started', at: fact.scheduledAt, ...record.event }, ...events] : events;
  }

  #ask(eventId: number, at: number, input: CallModelInput): TurnEvent[] {
    const { agent, step, ids } = input;
    if (step === 1) this.#inputIds = ids;
    const events = this.#settled(at, step - 1, input);
    let record = this.#steps.get(step);
    const other = agent === this.#beginning?.view.agent ? undefined : agent;
    if (record) record.rescheduled();
    else this.#steps.set(step, (record = new StepRecord(step, at, other)));
    this.#run.open.set(eventId, record);
    return events;
  }

  #compact(eventId: number, at: number, input: CompactInput): TurnEvent[] {
    // A turn that is cancelled in it comes to no first step.
    if (input.keptId !== undefined) this.#inputIds = input.ids;
    this.#compactions.scheduled(eventId, at, input, this.#lastStep);
    return this.#settled(at, this.#lastStep, input);
  }

  /** What the turn says of its last step when it goes on from there. */
  #settled(at: number, step: number, { own = [], ids, said }: Settling): TurnEvent[] {
    const events = own.flatMap((result) => this.#own(at, result));
    this.#steps.get(step)?.wentOn(ids);
    this.#people.say(step, said);
    return events;
  }

  #callScheduled(eventId: number, at: number, called: CallPlace | undefined, turnId?: string): TurnEvent[] {
    const record = called && this.#call(called.step, called.position);
    if (!record) return [];
    this.#run.open.set(eventId, record);
    record.turnId ??= turnId;
    const first = record.scheduled(at);
    // A turn is told once it is there, so that whoever is told may look at it.
    return first && turnId === undefined ? [{ type: 'call-started', at, ...record.event }] : [];
  }

  #begun({ scheduled, at, attempt, lastFailure }: ActivityStarted): TurnEvent[] {
    const record = this.#run.open.get(scheduled);
    const isTurn = record instanceof CallRecord && record.turnId !== undefined && record.startedAt === undefined;
    record?.started(at, attempt, lastFailure);
    return isTurn ? [{ type: 'call-started', at, ...record.event }] : [];
  }

  #completed(at: number, scheduled: number, result: unknown): TurnEvent[] {
    const besides = this.#run.taking.completed(scheduled, result)
      ? []
      : this.#compactions.completed(scheduled, at, result);
    if (besides) return besides;
    if (this.#run.spentTold(scheduled, result)) return [];
    const record = this.#run.open.get(scheduled);
    if (record instanceof StepRecord) {
      const answer = this.#parts.whole(result as CallModelOutput);
      // Another agent is one that the turn was handed to; what was carried before it was loaded has no digest.
      if (answer.loaded && (answer.loaded.name !== this.#policy?.name || !this.#policy.digest))
        this.#policy = answer.loaded;
      record.answered(at, answer);
      const said = record.entries.map(({ item }) => ({ item, text: textOf(item) })).filter(({ text }) => text !== '');
      const messages = said.map(({ item, text }) => ({ type: 'message', at, step: record.step, text, item }) as const);
      return [...messages, ...record.settle(at)];
    }
    if (!record) return [];
    record.endedAt = at;
    return this.#record(record, at, record.ownResult(result, this.#tool(record.call.name)));
  }

  #own(at: number, { step, position, id, outcome, output }: ToolResult): TurnEvent[] {
    const record = this.#call(step, position);
    if (!record) return [];
    this.#run.locals.claim(record);
    const to = outcome === 'ok' ? this.#tool(record.call.name)?.handoff : undefined;
    const events = this.#record(record, at, { id, outcome, output }, true);
    return to === undefined ? events : [...events, { type: 'handed-over', at, step, agent: to }];
  }

  #record(record: CallRecord, at: number, result: RecordedResult, own = false): TurnEvent[] {
    if (!record.record(at, result, own)) return [];
    const event = record.finished(at, result);
    const step = this.#steps.get(record.call.step);
    return step ? [event, ...step.settle(at)] : [event];
  }

  #close(closed: TurnClosed): TurnEvent[] {
    const { at } = closed;
    this.#run.closed = closed;
    const end = recordedEnd(closed, this.#run.end);
    // An answer that came too late for a cancelled turn is no part of it.
    if (end) for (const step of this.#steps.values()) if (step.step > end.result.steps) step.dropAnswer();
    const events = (end?.own ?? []).flatMap((result) => this.#own(at, result));
    for (const record of [...this.#steps.values()].flatMap((step) => step.calls)) {
      if (record.result) continue;
      events.push(
        ...this.#record(record, at, endOfOpenCall(record, this.#tool(record.call.name) ?? { effect: 'once' }, closed)),
      );
    }
    const lastAnswer = [...this.#steps.values()].findLast(({ answer }) => answer)?.step ?? 0;
    this.#people.end(lastAnswer, end?.said);
    this.#compactions.end(at);
    const result = end?.result ?? resultOf(closed, this.#totals);
    this.#run.result = result;
    this.#run.outgrown = end?.outgrown;
    return [...events, { type: 'turn-finished', at, result }];
  }

  get #totals(): TurnTotals {
    return turnTotals([...this.#steps.values()], this.#beginning?.progress, this.#compactions.usages);
  }

  #call(step: number, position: number): CallRecord | undefined {
    return this.#steps.get(step)?.calls[position];
  }

  #tool(name: string): ToolPolicy | undefined {
    return this.#policy?.tools.find((tool) => tool.name === name);
  }
}
