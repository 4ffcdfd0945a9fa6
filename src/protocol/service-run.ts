/**
 * Calls that a service ran by itself: an answer may hold such a call together with its result (a shell call in the
 * service's own container). Rule: nobody else runs them, and their results belong to the answer. Pure.
 */
import { answeredIdOf, callIdOf, callKindOf, resultKindOf } from './call-kind.js';
import type { Item } from './item.js';

/** The calls of an answer that it also holds the result of; each result after its call is one call's. */
export function serviceRunCalls(answer: readonly Item[]): ReadonlyMap<Item, Item> {
  const open: Item[] = [];
  const run = new Map<Item, Item>();
  for (const item of answer) {
    if (callKindOf(item)) open.push(item);
    const kind = resultKindOf(item);
    if (!kind) continue;
    const at = open.findIndex((call) => {
      const callKind = callKindOf(call)!;
      return callKind.result === item.type && callIdOf(call, callKind) === answeredIdOf(item, kind);
    });
    if (at >= 0) run.set(open.splice(at, 1)[0]!, item);
  }
  return run;
}
