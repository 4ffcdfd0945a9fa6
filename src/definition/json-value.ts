/**
 * Finds what JSON can't hold. Rule: parsed arguments are recorded in history as JSON before the tool gets them, so a
 * schema that turns a text into a Date or a Map must be refused instead of handing the tool something else than typed.
 */
import type { Problem } from './problem-text.js';

/** Deepest nesting that is followed; a value that holds itself ends here, too. */
const MAX_DEPTH = 500;

/** The first place of a value that JSON would lose or change, or undefined. Absent (`undefined`) properties are fine. */
export function notJson(value: unknown, path: readonly (string | number)[] = []): Problem | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : { path, message: String(value) };
  if (typeof value !== 'object') return { path, message: `a value of type ${typeof value}` };
  if (path.length > MAX_DEPTH) return { path: [], message: `a value nested more than ${MAX_DEPTH} levels deep` };
  if (!Array.isArray(value) && !isPlain(value)) return { path, message: `a value of class ${value.constructor.name}` };
  const inner: Iterable<[string | number, unknown]> = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, item] of inner) {
    const found = item === undefined && typeof key === 'string' ? undefined : notJson(item, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm has that realm's Object.prototype; like ours, nothing stands above it.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
