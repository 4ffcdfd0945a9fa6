/** The first place where two JSON values differ, for a person to look at. Pure. */
import { isJson } from '../../protocol/json.js';
import { jsonPath } from '../../protocol/json-path.js';
import { clip } from '../../protocol/outcome-text.js';

/** Characters of a value that are shown, from a little before the first one that differs. */
const SHOWN = 60;
const BEFORE = 15;

/** Where the values differ, and what stands there in each. */
export interface Difference {
  readonly path: string;
  readonly left: string;
  readonly right: string;
}

/** The first difference of two values called `root`, or undefined. The order of keys is none. */
export function firstDifference(root: string, left: unknown, right: unknown): Difference | undefined {
  const path = differingPath(left, right, []);
  if (!path) return undefined;
  const [a, b] = [at(left, path), at(right, path)];
  return { path: clip(jsonPath(root, path), 200), ...shownPair(a, b) };
}

type Path = readonly (string | number)[];

function differingPath(left: unknown, right: unknown, path: Path): Path | undefined {
  if (Array.isArray(left) && Array.isArray(right)) {
    const length = Math.max(left.length, right.length);
    return firstOf(
      Array.from({ length }, (_, i) => i),
      left,
      right,
      path,
    );
  }
  if (isJson(left) && isJson(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    return firstOf(keys, left, right, path);
  }
  return left === right ? undefined : path;
}

function firstOf(keys: readonly (string | number)[], left: object, right: object, path: Path): Path | undefined {
  for (const key of keys) {
    const found = differingPath(fieldOf(left, key), fieldOf(right, key), [...path, key]);
    if (found) return found;
  }
  return undefined;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce(
    (inner, key) => (typeof inner === 'object' && inner !== null ? fieldOf(inner, key) : undefined),
    value,
  );
}

function fieldOf(value: object, key: string | number): unknown {
  return Object.hasOwn(value, key) ? (value as Readonly<Record<string | number, unknown>>)[key] : undefined;
}

/** Both values from just before their first differing character: two long texts may begin alike. */
function shownPair(left: unknown, right: unknown): { left: string; right: string } {
  const [a, b] = [JSON.stringify(left) ?? 'nothing', JSON.stringify(right) ?? 'nothing'];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const from = same > SHOWN ? same - BEFORE : 0;
  const shown = (text: string) => clip(`${from > 0 ? '…' : ''}${text.slice(from)}`, SHOWN);
  return { left: shown(a), right: shown(b) };
}
