/** What of a transcript an API can't be sent. Rule: it is refused by name before anything is sent, never left out in silence. */
import type { Entry } from '../protocol/entry.js';
import { printedValue } from '../definition/printed-value.js';

/** Something of the transcript can't be sent. Final: it would be refused again. */
export class ContentUnsendable extends Error {
  override readonly name = 'ContentUnsendable';
  readonly code = 'content_unsupported';
  readonly status = 422;

  /** `where` names the item, e.g. `the result of call "a"`; `by` is what can't take it. */
  constructor(where: string, what: string, fix: string, by = 'Chat Completions') {
    super(`${where} holds ${what}, which ${by} can't take: ${fix}`);
  }
}

/**
 * Refuses an input that names an item by its id alone, for a request by which no such item can be found.
 * @throws {ContentUnsendable} on an `item_reference`.
 */
export function refuseReferences(transcript: readonly Entry[], fix: string, by?: string): void {
  const found = transcript.find(({ item, from }) => item.type === 'item_reference' && !from);
  if (!found) return;
  throw new ContentUnsendable(
    'the input',
    `a reference (item_reference) to item ${printedValue(found.item.id)}`,
    fix,
    by,
  );
}
