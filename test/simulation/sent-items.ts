/** What the model must be sent, by step: all that was said, or what a compaction left of it. */
import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../../src/protocol/entry.js';
import { findViolations } from '../../src/protocol/violations.js';
import { message, type Item } from '../../src/protocol/item.js';

/** The items of a turn in the making. */
export class SentItems {
  #items: { readonly step: number; readonly item: Item }[];
  /** How many of the input belong to a conversation before. */
  #earlier: number;
  /** How many there were when the last answer had come: a request names only what is new since. */
  answered = 0;

  constructor(input: readonly Item[]) {
    this.#items = input.map((item) => ({ step: 0, item }));
    this.#earlier = input.length - 1;
  }

  push(step: number, items: readonly Item[]): void {
    this.#items.push(...items.map((item) => ({ step, item })));
  }

  /** An answer of the model. */
  answer(step: number, items: readonly Item[]): void {
    this.push(step, items);
    this.answered = this.#items.length;
  }

  /** All but what was asked and the last steps gives way to a summary. */
  compact(keptFrom: number, summary: string): void {
    const since = this.#items.length - this.answered;
    const asked = this.#items.slice(this.#earlier).filter(({ step }) => step === 0);
    const kept = this.#items.filter(({ step }) => step >= keptFrom);
    this.#items = [...asked, { step: keptFrom - 1, item: message('user', summary) }, ...kept];
    this.#earlier = 0;
    this.answered = this.#items.length - since;
  }

  /** What is wrong with a transcript that should hold these items, and `more`. */
  faultsOf(transcript: readonly Entry[], more: readonly Item[]): string[] {
    const violations = findViolations(transcript).map(
      ({ kind, callId, index }) => `: ${kind} of "${callId}" at ${index}`,
    );
    const items = transcript.map(({ item }) => bareSummary(item));
    const isSame = isDeepStrictEqual(items, [...this.#items.map(({ item }) => item), ...more]);
    const isUnique = new Set(transcript.map(({ id }) => id)).size === transcript.length;
    const others = [
      ...(isSame ? [] : [' holds other items than were said']),
      ...(isUnique ? [] : [' holds an entry id twice']),
    ];
    return [...violations, ...others];
  }
}

/** A summary as the world gave it: what stands before its own text is the same in each. */
function bareSummary(item: Item): Item {
  const text = typeof item.content === 'string' && /\n\n(summary [0-9a-f]+)$/.exec(item.content)?.[1];
  return text ? message('user', text) : item;
}

/** The items in their order. */
export function itemsOf(said: readonly { readonly item: Item }[]): Item[] {
  return said.map(({ item }) => item);
}
