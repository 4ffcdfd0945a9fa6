/**
 * From a transcript to the `input` of a Responses request. Pure. Rule: what a service answered goes back to it byte for
 * byte, and to any other without what it added; no item is left in a place where the service would refuse it.
 */
import type { Repair } from '../../contract/repair.js';
import { answeredIdOf, callIdOf, callKindOf, resultKindOf } from '../../protocol/call-kind.js';
import type { Entry, From } from '../../protocol/entry.js';
import { textOf, type Item } from '../../protocol/item.js';
import { serviceRunCalls } from '../../protocol/service-run.js';
import { leftOutRepairs, plainItem, plainResult, type LeftOut } from '../plain-item.js';

/** Whether answers keep what their service added, where they go back to it. */
export type Additions = 'kept' | 'dropped';

/** The input, and what of the transcript was left out of it (a repair a kind). */
export interface ResponsesInput {
  readonly input: readonly Item[];
  readonly repairs: readonly Repair[];
}

/** The input for the service and model in `to`. */
export function toResponsesInput(
  transcript: readonly Entry[],
  to: From,
  additions: Additions = 'kept',
): ResponsesInput {
  const leftOut = new Map<LeftOut, number>();
  const drop = (kind: LeftOut) => leftOut.set(kind, (leftOut.get(kind) ?? 0) + 1);
  const input: Item[] = [];
  const sentIds = new Set<unknown>();
  /** Ids of calls that went in plain form; a later answer may use an id again. */
  const plainCalls = new Set<string>();

  const push = (item: Item) => {
    sentIds.add(item.id);
    input.push(item);
  };
  for (const group of answersOf(transcript)) {
    const own = additions === 'kept' && isFrom(group[0]!, to);
    const items = group.map((entry) => entry.item);
    if (!group[0]!.from) for (const item of items) push(inputItem(item, plainCalls));
    else if (own) for (const item of ownItems(items, sentIds, drop)) push(item);
    else for (const item of foreignItems(group, drop)) push(item);
    for (const item of items) noteCall(item, !own && group[0]!.from !== undefined, plainCalls);
  }
  return { input, repairs: leftOutRepairs(leftOut) };
}

/** Answers as groups of entries; every other entry is a group by itself. */
function answersOf(transcript: readonly Entry[]): Entry[][] {
  const groups: Entry[][] = [];
  for (const entry of transcript) {
    const last = groups.at(-1)?.[0];
    if (entry.from && last?.from && last.step === entry.step) groups.at(-1)!.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function isFrom({ from }: Entry, to: From): boolean {
  return from?.service === to.service && from.model === to.model && from.api === to.api;
}

function noteCall(item: Item, plain: boolean, plainCalls: Set<string>): void {
  const kind = callKindOf(item);
  if (!kind) return;
  if (plain) plainCalls.add(callIdOf(item, kind));
  else plainCalls.delete(callIdOf(item, kind));
}

/** What a person or a tool said. */
function inputItem(item: Item, plainCalls: ReadonlySet<string>): Item {
  const kind = resultKindOf(item);
  if (kind) return plainCalls.has(answeredIdOf(item, kind)) ? plainResult(item, kind) : item;
  // Parts of a model's message are only taken with the id of the item (the API's schema), which a Chat message never had.
  const isParts = item.type === 'message' && item.role === 'assistant' && Array.isArray(item.content);
  return isParts && typeof item.id !== 'string' ? { ...item, content: textOf(item) } : item;
}

/** The items of an answer that goes back to its own service. */
function ownItems(items: readonly Item[], sentIds: ReadonlySet<unknown>, drop: (kind: LeftOut) => void): Item[] {
  const own = new Set<unknown>();
  const sent = items.flatMap((item) => {
    const { id, ...rest } = item;
    const isTaken = typeof id === 'string' && id !== '' && (own.has(id) || sentIds.has(id));
    own.add(id);
    // "Duplicate item found with id fc_x": some services give every item the same id.
    if (!isTaken || callKindOf(item)?.callIdField === 'id') return [item];
    drop(item.type === 'reasoning' ? 'dropped_reasoning' : 'dropped_added');
    if (item.type === 'reasoning') return [];
    return [item.type === 'message' ? (plainItem(item).item ?? item) : rest];
  });
  return followed(sent, drop);
}

/**
 * The items without reasoning that nothing follows: "Item 'rs_x' of type 'reasoning' was provided without its required
 * following item". A cut answer may end so, and an item that lost its id is not known as the one that followed.
 */
function followed(items: readonly Item[], drop: (kind: LeftOut) => void): Item[] {
  const kept: Item[] = [];
  for (const item of items.toReversed()) {
    const next = kept.at(-1);
    const isOrphan = !next || (typeof item.id === 'string' && (typeof next.id !== 'string' || resultKindOf(next)));
    if (item.type === 'reasoning' && isOrphan) drop('dropped_reasoning');
    else kept.push(item);
  }
  return kept.toReversed();
}

/** The items of an answer of another service, model or API. */
function foreignItems(answer: readonly Entry[], drop: (kind: LeftOut) => void): Item[] {
  const run = serviceRunCalls(answer.map(({ item }) => item));
  const ranThere = new Set([...run.keys(), ...run.values()]);
  return answer.flatMap(({ item, raw }) => {
    const { item: plain, leftOut } = ranThere.has(item) ? { leftOut: 'dropped_hosted' as const } : plainItem(item);
    if (leftOut ?? raw) drop(leftOut ?? 'dropped_added');
    return plain ? [plain] : [];
  });
}
