/**
 * Looks into thrown values. Rule: total. They may be Proxies, or have getters that throw; what can't be read is absent,
 * so that telling of a failure never fails itself. Pure.
 */

/** A field of any value; undefined when it has none or reading it throws. */
export function thrownField(value: unknown, name: string): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
  return readable(() => (value as Record<string, unknown>)[name]);
}

/** What `read` gives; undefined when it throws. */
export function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
