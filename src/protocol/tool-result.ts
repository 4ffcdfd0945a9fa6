/** A tool result: the one record of how a call ended, and the entry that tells the model. Pure. */
import { callKindOf } from './call-kind.js';
import type { ContentPart } from './content-part.js';
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
  /** The text that the model is given as the call's output, unless there are parts. */
  readonly output: string;
  /** The parts that the model is given instead; never in a result that the turn itself made. */
  readonly content?: readonly ContentPart[];
}

/** What of a result its entry is made of. */
type Told = Pick<ToolResult, 'id' | 'outcome' | 'output' | 'content'>;

/** The result of a call. */
export function toolResult(call: ToolCall, { id, outcome, output, content }: Told): ToolResult {
  const { step, position, callId } = call;
  return { id, step, position, callId, outcome, output, ...(content && { content }) };
}

/** The transcript entry of a result, in the form that the kind of call demands. */
export function resultEntry(call: ToolCall, { id, outcome, output, content }: Told): Entry {
  const kind = callKindOf(call.item);
  if (!kind) throw new TypeError(`an item of type "${call.item.type}" is no call and has no result`);
  return { id, step: call.step, item: kind.answer(call.item, output, outcome === 'ok', content) };
}
