/** A tool result: the one record of how a call ended, and the entry that tells the model. Pure. */
import { callKindOf } from './call-kind.js';
import type { Entry } from './entry.js';
import type { Outcome } from './outcome.js';
import type { ToolCall } from './tool-call.js';

/** What is recorded for a call: exactly one for each. */
export interface ToolResult {
  /** Id of the result's entry. */
  readonly id: string;
  readonly step: number;
  readonly position: number;
  readonly callId: string;
  readonly outcome: Outcome;
  /** The text that the model is given as the call's output. */
  readonly output: string;
}

/** The result of a call. */
export function toolResult(call: ToolCall, id: string, outcome: Outcome, output: string): ToolResult {
  return { id, step: call.step, position: call.position, callId: call.callId, outcome, output };
}

/** The transcript entry of a result, in the form that the kind of call demands. */
export function resultEntry(call: ToolCall, result: Pick<ToolResult, 'id' | 'outcome' | 'output'>): Entry {
  const kind = callKindOf(call.item);
  if (!kind) throw new TypeError(`an item of type "${call.item.type}" is no call and has no result`);
  return { id: result.id, step: call.step, item: kind.answer(call.item, result.output, result.outcome === 'ok') };
}
