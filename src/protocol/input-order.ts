/**
 * Puts a caller's items into the order of the contract: results of one answer in the order of its calls. Services take
 * results in any order, so people's stored conversations have them in any order. Nothing else is moved, dropped or added.
 */
import { answeredIdOf, callIdOf, callKindOf, resultKindOf } from './call-kind.js';
import type { Item } from './item.js';

/** The items with each run of results sorted by the calls directly before it; results of no such call stay where they are. */
export function orderInput(items: readonly Item[]): Item[] {
  const ordered: Item[] = [];
  let order = new Map<string, number>();
  let results: Item[] = [];

  const flush = () => {
    const rank = (item: Item) => {
      const kind = resultKindOf(item);
      return (kind && order.get(answeredIdOf(item, kind))) ?? order.size;
    };
    ordered.push(...results.sort((a, b) => rank(a) - rank(b)));
    if (results.length > 0) order = new Map();
    results = [];
  };

  for (const item of items) {
    if (resultKindOf(item)) {
      results.push(item);
      continue;
    }
    flush();
    const kind = callKindOf(item);
    if (kind) order.set(callIdOf(item, kind), order.size);
    ordered.push(item);
  }
  flush();
  return ordered;
}
