/** Refusals of a turn before it is started: the caller's input, limits or id. */
import { JsonLossError } from '../protocol/json-text.js';
import type { Violation } from '../protocol/violations.js';
import { PAYLOAD_BYTES, STORED_BYTES } from '../protocol/size.js';

/** One thing wrong with the caller's items. */
export type InputProblem =
  | Violation
  /** The item is no object with a `type` or a `role`. */
  | { readonly kind: 'not_an_item'; readonly index: number }
  /** The item has a form that no service takes. */
  | { readonly kind: 'refused_item'; readonly index: number; readonly reason: string }
  | { readonly kind: 'empty' };

const SHOWN = 5;

const WHAT: Readonly<Record<Violation['kind'], string>> = {
  hole: 'has no result',
  duplicate: 'is there twice',
  stray: 'answers no call before it',
  misplaced: 'stands out of the order of the calls',
  no_id: 'has no id',
};

/** The input breaks the contract of one result for every call, or holds something that is no item. Nothing was started. */
export class InputRefusedError extends Error {
  override readonly name = 'InputRefusedError';

  constructor(readonly problems: readonly InputProblem[]) {
    const shown = problems.slice(0, SHOWN).map(describe).join('; ');
    const more = problems.length > SHOWN ? `; and ${problems.length - SHOWN} more` : '';
    super(`the input was refused: ${shown}${more}`);
  }
}

/** What starts the turn is larger than Temporal takes. Nothing was sent. */
export class InputTooLargeError extends Error {
  override readonly name = 'InputTooLargeError';

  constructor(
    readonly bytes: number,
    readonly limitBytes: number,
  ) {
    const more = limitBytes === PAYLOAD_BYTES ? `, or ${STORED_BYTES} with external storage (docs/outputs.md)` : '';
    super(`input and context are ${bytes} bytes as JSON; a turn starts with at most ${limitBytes}${more}`);
  }
}

/** An option of `startTurn` has a value that can't be used. */
export class TurnOptionError extends Error {
  override readonly name = 'TurnOptionError';

  constructor(
    readonly option: string,
    readonly value: unknown,
    expected: string,
  ) {
    super(`${option} must be ${expected}, not ${print(value)}`);
  }
}

function describe(problem: InputProblem): string {
  if (problem.kind === 'empty') return 'it has no items';
  if (problem.kind === 'not_an_item') return `item ${problem.index} is no item: it has neither a type nor a role`;
  if (problem.kind === 'refused_item') return `item ${problem.index} ${problem.reason}`;
  return `item ${problem.index}, ${problem.itemType} ${print(problem.callId)}, ${WHAT[problem.kind]}`;
}

function print(value: unknown): string {
  const text = plain(value);
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}

/** Never throws: a text of an object may be missing, or be a circle. */
function plain(value: unknown): string {
  if (value instanceof JsonLossError) return value.found;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol' || typeof value === 'number' || value === undefined) return String(value);
  try {
    return JSON.stringify(value) ?? 'an object that is no JSON';
  } catch {
    return 'an object that is no JSON';
  }
}
