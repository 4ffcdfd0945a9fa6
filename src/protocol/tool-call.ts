/** A tool call as a turn works on it: the call item of a step's answer, read through the table of kinds. Pure. */
import { callIdOf, callKindOf } from './call-kind.js';
import type { Entry } from './entry.js';
import type { Item } from './item.js';
import { serviceRunCalls } from './service-run.js';

/** One call of a step. (step, position) identifies it; a model may use its call id again in a later step. */
export interface ToolCall {
  readonly step: number;
  /** Place among the calls of its step, from 0. */
  readonly position: number;
  readonly callId: string;
  /** The call's item type, e.g. `function_call`. */
  readonly kind: string;
  readonly name: string;
  /** As the model wrote them (after repairs): for a function call, JSON text. */
  readonly arguments: string;
  readonly item: Item;
}

/** The calls among the entries of one answer that are ours to run, in order. */
export function toolCallsOf(answer: readonly Entry[]): ToolCall[] {
  const calls: ToolCall[] = [];
  const ranThere = serviceRunCalls(answer.filter(({ from }) => from).map(({ item }) => item));
  for (const { item, step } of answer) {
    const kind = callKindOf(item);
    if (!kind || ranThere.has(item)) continue;
    calls.push({
      step,
      position: calls.length,
      callId: callIdOf(item, kind),
      kind: kind.call,
      name: kind.nameOf(item),
      arguments: kind.argumentsOf(item),
      item,
    });
  }
  return calls;
}
