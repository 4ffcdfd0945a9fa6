/**
 * JSON that loses nothing. Rule: what JSON would silently drop or turn into null or `{}` (a function, NaN, a Map, an
 * Error, a hole in a list) is refused by its place; what has a form of its own (`toJSON`) and absent fields are fine.
 */
import { jsonPath } from './json-path.js';
import { clip } from './outcome-text.js';

const PATH_CHARS = 200;
const CLASS_CHARS = 100;
/** Classes whose content JSON doesn't see, or sees only the bystanders of. */
const HIDDEN = /^\[object (?:Map|Set|WeakMap|WeakSet|WeakRef|Promise|Error|RegExp|ArrayBuffer|DataView)\]$/;

/** A value that JSON would lose. */
export class JsonLossError extends Error {
  override readonly name = 'JsonLossError';

  constructor(
    /** From the value's root, e.g. `output.rows[2]`. */
    readonly path: string,
    /** What stands there. */
    readonly found: string,
  ) {
    super(`${path} is ${found}, which JSON can't hold`);
  }
}

/** Where an object stands: in which other one, and under which key. */
type Places = Map<unknown, { readonly holder: unknown; readonly key: string }>;

/**
 * The text of a value called `root`; undefined has none.
 * @throws {JsonLossError} for what JSON would lose. Circles and a `toJSON` that throws fail as `JSON.stringify` does.
 */
export function jsonText(root: string, value: unknown): string | undefined {
  const places: Places = new Map();
  return JSON.stringify(value, function (this: unknown, key: string, shown: unknown) {
    const found = lossOf(this, key, shown);
    if (found !== undefined)
      throw new JsonLossError(clip(jsonPath(root, pathTo(this, key, places)), PATH_CHARS), found);
    if (typeof shown === 'object' && shown !== null) places.set(shown, { holder: this, key });
    return shown;
  });
}

/** What is lost of a value that `JSON.stringify` is about to write, after its `toJSON`; undefined when nothing is. */
function lossOf(holder: unknown, key: string, shown: unknown): string | undefined {
  switch (typeof shown) {
    case 'undefined':
      return Array.isArray(holder) ? 'undefined in a list' : undefined;
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    case 'bigint':
      return 'a BigInt';
    case 'number':
      return Number.isFinite(shown) ? undefined : String(shown);
    case 'object':
      return shown === null ? lostDate(holder, key) : lostObject(shown);
    default:
      return undefined;
  }
}

/** The `toJSON` of a date that is none gives null. */
function lostDate(holder: unknown, key: string): string | undefined {
  const value = (holder as Readonly<Record<string, unknown>>)[key];
  return value instanceof Date ? 'an invalid date' : undefined;
}

function lostObject(value: object): string | undefined {
  const hidden = HIDDEN.test(Object.prototype.toString.call(value));
  return hidden || (Object.keys(value).length === 0 && !isPlain(value))
    ? `an object of ${className(value)}`
    : undefined;
}

/** A list, or an object that is made of its own fields alone, of this realm or another one. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function className({ constructor }: object): string {
  return typeof constructor === 'function' ? `class ${clip(constructor.name, CLASS_CHARS)}` : 'an unknown class';
}

function pathTo(holder: unknown, key: string, places: Places): (string | number)[] {
  const path: (string | number)[] = [];
  let at: { readonly holder: unknown; readonly key: string } | undefined = { holder, key };
  for (; at; at = places.get(at.holder)) {
    // The outermost holder is the writer's own, and holds the root.
    if (places.has(at.holder) || at.key !== '') path.unshift(Array.isArray(at.holder) ? Number(at.key) : at.key);
  }
  return path;
}
