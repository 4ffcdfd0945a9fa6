/** Answers of models as entries of a transcript. */
import { callKindOf } from '../../../src/protocol/call-kind.js';
import type { Entry, From } from '../../../src/protocol/entry.js';
import type { Item } from '../../../src/protocol/item.js';
import { toolCallsOf } from '../../../src/protocol/tool-call.js';

/** The items of one answer as entries of a step. */
export function entriesOf(
  items: readonly { readonly item: Item; readonly raw?: Readonly<Record<string, unknown>> }[],
  from: From,
  step = 1,
): Entry[] {
  return items.map(({ item, raw }, i) => ({ id: `${step}-${i}`, step, item, from, ...(raw && { raw }) }));
}

/** The answer, and a result for each of its calls. */
export function withResults(answer: readonly Entry[], output = 'done'): Entry[] {
  const results = toolCallsOf(answer).map(({ item, step, position }) => ({
    id: `${step}-result-${position}`,
    step,
    item: callKindOf(item)!.answer(item, output, true),
  }));
  return [...answer, ...results];
}
