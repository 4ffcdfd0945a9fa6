/**
 * The contract: every call of an answer has exactly one result, the results stand directly after the answer and in the
 * order of its calls, and no result stands anywhere else. Rule: this is the one definition of a valid transcript;
 * requests, caller's input and tests are all judged by it. Pure.
 *
 * Source: what Chat Completions and Responses refuse ("must be followed by tool messages responding to each
 * 'tool_call_id'", "No tool output found for function call", "No tool call found for function call output",
 * "Duplicate value for 'tool_call_id'").
 */
import { answeredIdOf, callIdOf, callKindOf, resultKindOf } from './call-kind.js';
import type { Entry } from './entry.js';

/** One place where a transcript breaks the contract. */
export interface Violation {
  /**
   * - `hole`: a call without a result.
   * - `duplicate`: a second result for a call, or a second call with the same id in one answer.
   * - `stray`: a result without a call.
   * - `misplaced`: a result that answers an open call out of order.
   * - `no_id`: a call whose id is empty.
   */
  readonly kind: 'hole' | 'duplicate' | 'stray' | 'misplaced' | 'no_id';
  /** Index of the entry in the transcript. */
  readonly index: number;
  readonly callId: string;
  /** The call's or result's item type. */
  readonly itemType: string;
}

/** A call of the answer being read. */
interface OpenCall {
  readonly callId: string;
  readonly resultType: string;
  readonly itemType: string;
  readonly index: number;
}

/** An entry as far as the contract judges it. Without a step it is taken to be of the same one as its neighbours. */
type Judged = Pick<Entry, 'item'> & Partial<Pick<Entry, 'step' | 'from'>>;

/** All violations of a transcript, in the order of its entries; empty for a valid one. */
export function findViolations(entries: readonly Judged[]): Violation[] {
  const found: Violation[] = [];
  let open: OpenCall[] = [];
  let answered = new Set<string>();
  let inResults = false;

  const closeAnswer = () => {
    for (const { callId, itemType, index } of open) found.push({ kind: 'hole', callId, itemType, index });
    open = [];
    answered = new Set();
    inResults = false;
  };

  entries.forEach(({ item, step, from }, index) => {
    const report = (kind: Violation['kind'], callId: string) =>
      found.push({ kind, callId, itemType: item.type, index });
    const resultKind = resultKindOf(item);
    if (resultKind) {
      const callId = answeredIdOf(item, resultKind);
      const at = open.findIndex((call) => call.callId === callId && call.resultType === item.type);
      if (at < 0) {
        report(answered.has(callId) ? 'duplicate' : 'stray', callId);
        return;
      }
      // A result inside an answer is of a call that the service ran by itself: it stands wherever the service put it.
      if (at > 0 && !from) report('misplaced', callId);
      open.splice(at, 1);
      answered.add(callId);
      inResults = !from;
      return;
    }
    // Anything but a result after a result begins a new answer; so do a person's message and another step.
    if (inResults || startsInput(item) || step !== entries[index - 1]?.step) closeAnswer();
    const callKind = callKindOf(item);
    if (!callKind) return;
    const callId = callIdOf(item, callKind);
    if (callId === '') report('no_id', callId);
    else if (open.some((call) => call.callId === callId)) report('duplicate', callId);
    open.push({ callId, resultType: callKind.result, itemType: item.type, index });
  });
  closeAnswer();
  return found.sort((a, b) => a.index - b.index);
}

/** Whether an item can't be part of a model's answer, so that calls before it must have been answered. */
function startsInput(item: Entry['item']): boolean {
  return item.type === 'message' && item.role !== 'assistant';
}
