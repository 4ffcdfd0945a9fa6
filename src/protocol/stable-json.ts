/** JSON with sorted keys: equal data gives equal text, however it was put together. Pure. */

/** JSON text with the keys of every object in order; functions stand as their source text. */
export function stableJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, each: unknown) => {
      if (typeof each === 'function') return each.toString();
      if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
      return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? 'null'
  );
}
