/**
 * What calls are told whose results can't be told apart. Rule: the first of them is told all that may be its own, each other
 * one where that stands, so that the conversation never grows beyond what it held.
 */
import type { CallPart } from './part.js';
import type { Unclear } from './vague.js';

const HEAD = 'The results of several calls were recorded without telling which is whose.';
const HEAD_OF_ONE = 'One result was recorded for several calls without telling whose it is.';

/** The texts of one conversation; to be asked in the order in which the results are written. */
export class UnclearTexts {
  readonly #groups: ReadonlyMap<CallPart, Unclear>;
  /** The id of the call that was told all results of a group. */
  readonly #told = new Map<Unclear, string>();

  constructor(unclear: readonly Unclear[]) {
    this.#groups = new Map(unclear.flatMap((group) => group.calls.map((call) => [call, group] as const)));
  }

  /** What a call is told that has this id now; undefined when its result is clear, or there is none. */
  textOf(call: CallPart, id: string): string | undefined {
    const group = this.#groups.get(call);
    if (!group) return undefined;
    const first = this.#told.get(group);
    const one = group.results.length === 1;
    if (one && first !== undefined)
      return `${HEAD_OF_ONE} It is told in that of call ${first}, and may be this call's.`;
    if (first !== undefined) {
      return `${HEAD} One of those that are listed in the first such result, of call ${first}, may be this call's.`;
    }
    // A screenshot has no place for words.
    if (call.item.type !== 'computer_call') this.#told.set(group, id);
    if (one) return `${HEAD_OF_ONE} It may be this call's:\n${group.results[0]!.text}`;
    const list = group.results.map(({ text }, index) => `(${index + 1}) ${text}`).join('\n');
    return `${HEAD} One of these may be this call's:\n${list}`;
  }
}
