/** A call while history is being read: what `turn-fold` changes, and `CallView` shows. */
import type { CallToolOutput } from '../contract/call-tool.js';
import { foreignOutput } from '../contract/foreign-output.js';
import { endOfSubTurn, spentBySubTurn, type SubTurnSpent } from '../contract/sub-turn.js';
import type { TurnEnd } from '../contract/turn.js';
import { isTurnEnd } from '../contract/turn-end.js';
import type { ToolPolicy } from '../definition/policy.js';
import type { ContentPart } from '../protocol/content-part.js';
import type { CallEnd } from '../protocol/failure.js';
import type { Outcome } from '../protocol/outcome.js';
import type { ToolCall } from '../protocol/tool-call.js';
import type { Usage } from '../protocol/usage.js';
import type { LocalActivityEnded } from './history-fact.js';
import type { HistoryFailure } from './payload-reader.js';
import type { EventCall, TurnEvent } from './turn-event.js';
import type { CallApproval, CallView } from './turn-view.js';

/** The result of a call as recorded. */
export interface RecordedResult {
  /** Id of its entry; absent until the turn says it. */
  readonly id?: string;
  readonly outcome: Outcome;
  readonly output: string;
  /** The parts that the model is given in its place. */
  readonly content?: readonly ContentPart[];
  /** Tokens that the call itself used. */
  readonly usage?: Usage;
  readonly annotations?: readonly unknown[];
}

/** One call of a step. */
export class CallRecord {
  /** How the call was decided without running it; it counts when the turn records it. */
  planned: CallEnd | undefined;
  /** How its last activity failed; the turn decides what becomes of it. */
  fault: HistoryFailure | undefined;
  result: RecordedResult | undefined;
  /** Set when a person is asked about it. */
  approval: CallApproval | undefined;
  scheduledAt: number | undefined;
  startedAt: number | undefined;
  endedAt: number | undefined;
  lastFailure: string | undefined;
  /** The turn that the call is, where a sub-agent is asked. */
  turnId: string | undefined;
  /** What that turn spent, once it is known. */
  spent: SubTurnSpent | undefined;
  #attemptsBefore = 0;
  #attempts = 0;

  constructor(readonly call: ToolCall) {}

  /** Its activity was asked for, perhaps again: attempts add up. Returns whether it was the first time. */
  scheduled(at: number): boolean {
    const first = this.scheduledAt === undefined;
    this.scheduledAt ??= at;
    this.#attemptsBefore += this.#attempts;
    this.#attempts = 0;
    this.fault = undefined;
    this.spent = undefined;
    this.startedAt = undefined;
    this.endedAt = undefined;
    return first;
  }

  /** The last attempt of its activity was this one. */
  started(at: number, attempt: number, lastFailure: string | undefined): void {
    this.startedAt = at;
    this.#attempts = attempt;
    if (lastFailure !== undefined) this.lastFailure = lastFailure;
  }

  failed(at: number, fault: HistoryFailure): void {
    this.endedAt = at;
    this.fault = fault;
    this.lastFailure = fault.message;
    if (this.turnId !== undefined && isTurnEnd(fault.details)) this.spent = spentBySubTurn(fault.details.result);
  }

  /**
   * Records a result. What the turn itself recorded (`own`) stands over what an activity returned too late for it.
   * Returns whether the call's end is news.
   */
  record(at: number, result: RecordedResult, own: boolean): boolean {
    // The server ends what had not started as soon as the turn asks, and writes starts only with ends: an activity that the
    // turn no longer waited for was running.
    if (own && this.scheduledAt !== undefined && this.endedAt === undefined) this.#attempts ||= 1;
    this.endedAt ??= at;
    const before = this.result;
    if (before && !own) return false;
    this.result = result;
    return before?.outcome !== result.outcome;
  }

  get attempts(): number {
    return this.#attemptsBefore + this.#attempts;
  }

  get event(): EventCall {
    const { step, position, callId, name } = this.call;
    const { turnId } = this;
    return { step, position, callId, name, arguments: this.call.arguments, ...(turnId !== undefined && { turnId }) };
  }

  /** The event of the call's end. */
  finished(at: number, { outcome, output }: RecordedResult): TurnEvent {
    const { scheduledAt, endedAt = at, attempts } = this;
    const ms = scheduledAt !== undefined && { ms: Math.max(0, endedAt - scheduledAt) };
    return { type: 'call-finished', at, ...this.event, outcome, output, attempts, ...ms };
  }

  /** What the call's activity, on our worker or the one that its tool's policy names, or its turn returned. */
  ownResult(result: unknown, policy: ToolPolicy | undefined): RecordedResult {
    if (this.turnId !== undefined) {
      const { result: end } = result as TurnEnd;
      this.spent = spentBySubTurn(end);
      return endOfSubTurn(end);
    }
    if (policy?.taskQueue === undefined) return recordedResult(result as CallToolOutput);
    return { outcome: 'ok', output: foreignOutput(result, policy.output) };
  }

  /** Tokens that the call itself used, or the turn that it is. */
  get usage(): Usage | undefined {
    return this.result?.usage ?? this.spent?.usage;
  }

  get view(): CallView {
    const { scheduledAt, startedAt, endedAt, lastFailure, result, approval, usage } = this;
    return {
      ...this.event,
      state: result ? 'done' : scheduledAt === undefined ? 'planned' : 'running',
      ...(approval && { approval }),
      ...(result && { outcome: result.outcome, output: result.output }),
      ...(usage && { usage }),
      ...(result?.annotations && { annotations: result.annotations }),
      attempts: this.attempts,
      ...(scheduledAt !== undefined && { scheduledAt }),
      ...(startedAt !== undefined && { startedAt }),
      ...(endedAt !== undefined && { endedAt }),
      ...(lastFailure !== undefined && { lastFailure }),
    };
  }
}

/** What a tool's activity recorded of a call that returned. */
export function recordedResult({ id, output, content, usage, annotations }: CallToolOutput): RecordedResult {
  const used = { ...(usage && { usage }), ...(annotations && { annotations }) };
  return { id, outcome: 'ok', output, ...(content && { content }), ...used };
}

/** Notes that a local activity ran a call. Returns whether nothing had been noted before. */
export function ranLocally(record: CallRecord, fact: LocalActivityEnded): boolean {
  const first = record.scheduled(fact.scheduledAt);
  record.started(fact.scheduledAt, fact.attempts, undefined);
  if (fact.failure) record.failed(fact.at, fact.failure);
  else record.endedAt = fact.at;
  return first;
}
