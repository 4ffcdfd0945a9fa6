/**
 * Joins the output that ends a Responses stream with the items that were streamed before it. Pure. Rule: the final
 * output is trusted where it is complete, and nothing that was streamed is lost where it isn't (some services end their
 * streams with an empty output).
 */
import type { Item } from '../../protocol/item.js';
import { textOf } from '../../protocol/item.js';
import { isJson, type Json } from '../../protocol/json.js';
import { fuller } from './streamed-items.js';

/** The items of the answer, in order. */
export function mergeOutput(final: readonly unknown[], streamed: readonly Json[]): unknown[] {
  if (streamed.length === 0) return [...final];
  const partner = partners(final as readonly Json[], streamed);
  if (partner.size === streamed.length) {
    const streamedOf = new Map([...partner].map(([item, at]) => [at, item]));
    return final.map((item, at) => (streamedOf.has(at) ? fuller(item, streamedOf.get(at)) : item));
  }
  const rest = final.filter((_, at) => ![...partner.values()].includes(at));
  const merged = streamed.map((item) => {
    const at = partner.get(item);
    return at === undefined ? item : fuller(final[at], item);
  });
  return [...merged, ...rest];
}

/** Ways to tell that a final item is a streamed one, the surest first. Ids may change within a stream. */
const SAME: readonly ((final: Json, streamed: Json) => boolean)[] = [
  (final, streamed) => isName(final.id) && final.id === streamed.id,
  (final, streamed) => isName(final.call_id) && final.call_id === streamed.call_id,
  (final, streamed) => !isName(final.call_id) && textOf(final as Item) === textOf(streamed as Item),
];

/** Where in the final output each streamed item is found again. */
function partners(final: readonly Json[], streamed: readonly Json[]): ReadonlyMap<Json, number> {
  const sameTypes = final.length === streamed.length && final.every((item, at) => item?.type === streamed[at]!.type);
  if (sameTypes) return new Map(streamed.map((item, at) => [item, at]));
  const found = new Map<Json, number>();
  const taken = new Set<number>();
  for (const same of SAME) {
    for (const item of streamed) {
      if (found.has(item)) continue;
      const at = final.findIndex(
        (other, i) => !taken.has(i) && isJson(other) && other.type === item.type && same(other, item),
      );
      if (at < 0) continue;
      found.set(item, at);
      taken.add(at);
    }
  }
  return found;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
