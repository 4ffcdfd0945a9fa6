/** What a rule of an API is: a small pure function from a body to a refusal. */
import type { Json } from '../json.js';
import type { Refusal } from '../refusal.js';

/** What varies between models and accounts. */
export interface RefusalOptions {
  /** Models that exist; others are refused. @default every model exists */
  readonly models?: readonly string[];
  /** Refuse tool descriptions over 1,024 characters, as models of before 2025 do (row C8). @default false */
  readonly descriptionLimit?: boolean;
}

/** One rule. A rule looks only at what the rules before it in the table have let pass. */
export interface Rule<Options extends RefusalOptions = RefusalOptions> {
  /** Rows of the table of rules that it holds (`C1`, `R1`, …), or a word where the table has no row. */
  readonly rows: readonly string[];
  /** Where the rule and its words come from: an issue, the specification, or memory. */
  readonly source: string;
  readonly check: (body: Json, options: Options) => Refusal | undefined;
}

/** The first refusal among these checks; each is made only when those before it found nothing. */
export function firstRefusal<T>(
  values: Iterable<T>,
  check: (value: T, index: number) => Refusal | undefined,
): Refusal | undefined {
  let index = 0;
  for (const value of values) {
    const refusal = check(value, index);
    if (refusal) return refusal;
    index += 1;
  }
  return undefined;
}
