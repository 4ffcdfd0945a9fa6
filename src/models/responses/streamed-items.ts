/**
 * The items of a Responses stream as they grow. Rule: an item is found by its place in the output; its id only decides
 * where places are missing or shared, since some services send another id with each event (GitHub Copilot).
 */
import { isJson, type Json } from '../../protocol/json.js';
import { AnswerTooLarge } from '../answer-faults.js';
import { ANSWER_ITEMS } from '../answer-room.js';
import type { StreamedText } from './streamed-text.js';

type Grown = Record<string, unknown>;

/** An item that grows. */
interface Slot {
  readonly index: number;
  readonly ids: Set<unknown>;
  item: Grown;
  done: boolean;
}

/** The items of one stream. */
export class StreamedItems {
  readonly #slots: Slot[] = [];
  /** Items that were told whole, with their places. */
  readonly #told = new Set<string>();

  /** The items in the order of the output, when the answer ends with a status: what was still going on has it, too. */
  list(status: string): Json[] {
    const inOrder = [...this.#slots].sort((a, b) => a.index - b.index);
    return inOrder.map(({ item }) => {
      const ended = item.status === 'in_progress' ? { ...item, status } : item;
      // A stream may skip the number of a part.
      const lists = Object.entries(ended).filter(([, value]) => Array.isArray(value));
      return { ...ended, ...Object.fromEntries(lists.map(([field, list]) => [field, whole(list as unknown[])])) };
    });
  }

  /** An item began; the same one may be announced twice. */
  add(event: Json): void {
    if (!isJson(event.item)) return;
    const known = this.#find(event, event.item.id);
    if (known && !known.done && known.item.type === event.item.type && known.ids.has(event.item.id)) return;
    this.#open(event, structuredClone(event.item));
  }

  /** An item is whole, and may be told so twice (a call must not become two): as the service sends it now, with what it sent before where this is empty. */
  finish(event: Json): void {
    if (!isJson(event.item)) return;
    const told = JSON.stringify([event.output_index, event.item]);
    if (isNamed(event.item) && this.#told.has(told)) return;
    this.#told.add(told);
    const known = this.#find(event, event.item.id);
    const slot = known && !known.done && known.item.type === event.item.type ? known : this.#open(event, {});
    slot.item = fuller(event.item, slot.item) as Grown;
    slot.ids.add(event.item.id);
    slot.done = true;
  }

  /** A piece of a text, or the whole of it. Gives what is new of it: nothing when it was known. */
  grow(event: Json, { text, value, end }: { text: StreamedText; value: string; end: 'delta' | 'done' }): string {
    const slot = this.#grown(event, text.item);
    if (!slot) return end === 'delta' ? value : '';
    const path = text.path(event);
    const holder = holderOf(slot.item, path.slice(0, -1), text);
    const field = path.at(-1)!;
    const before = typeof holder[field] === 'string' ? holder[field] : '';
    if (slot.done) return '';
    holder[field] = end === 'delta' ? before + value : value || before;
    if (end === 'delta') return value;
    return value.startsWith(before) ? value.slice(before.length) : '';
  }

  /** A part of a message or a summary, whole or beginning. */
  part(event: Json, list: 'content' | 'summary'): void {
    if (!isJson(event.part)) return;
    const item = list === 'summary' || event.part.type === 'reasoning_text' ? 'reasoning' : 'message';
    const slot = this.#grown(event, item);
    if (!slot || slot.done) return;
    const parts = listIn(slot.item, list);
    const at = placeOf(event[list === 'content' ? 'content_index' : 'summary_index'], parts.length);
    parts[at] = fuller(event.part, parts[at]);
  }

  /** A citation in a text. */
  annotate(event: Json): void {
    const slot = this.#find(event, event.item_id);
    if (!slot || slot.done || !isJson(event.annotation)) return;
    const parts = listIn(slot.item, 'content');
    const at = placeOf(event.content_index, 0);
    if (!isJson(parts[at])) parts[at] = { type: 'output_text', text: '' };
    const annotations = listIn(parts[at] as Grown, 'annotations');
    annotations[placeOf(event.annotation_index, annotations.length)] = event.annotation;
  }

  #open(event: Json, item: Grown): Slot {
    const last = Math.max(-1, ...this.#slots.map(({ index }) => index));
    const index = typeof event.output_index === 'number' ? event.output_index : last + 1;
    const slot = { index, ids: new Set([item.id ?? event.item_id]), item, done: false };
    this.#slots.push(slot);
    const count = this.#slots.length;
    if (count > ANSWER_ITEMS) throw new AnswerTooLarge('the answer', count, 'items', ANSWER_ITEMS);
    return slot;
  }

  /** The item that an event adds to; none when the item there is of another type, which then comes whole. */
  #grown(event: Json, type: string): Slot | undefined {
    const found = this.#find(event, event.item_id);
    if (found?.item.type === type) return found;
    const isPlaced = event.output_index !== undefined || event.item_id !== undefined;
    return found && isPlaced ? undefined : this.#open(event, { type, id: event.item_id });
  }

  #find({ output_index: index }: Json, id: unknown): Slot | undefined {
    const there = typeof index === 'number' ? this.#slots.filter((slot) => slot.index === index) : this.#slots;
    const known = id === undefined ? undefined : there.findLast((slot) => slot.ids.has(id));
    if (known || (typeof index !== 'number' && id !== undefined)) return known;
    return there.at(-1);
  }
}

/** The value, with what the older one has where the value has nothing. */
export function fuller(value: unknown, older: unknown): unknown {
  if (value === undefined || value === null || value === '') return older ?? value;
  if (Array.isArray(value) && Array.isArray(older)) {
    if (value.length === 0) return older;
    return value.map((element, i) => fuller(element, (older as unknown[])[i]));
  }
  if (!isJson(value) || !isJson(older) || (value.type ?? older.type) !== (older.type ?? value.type)) return value;
  const fields = new Set([...Object.keys(value), ...Object.keys(older)]);
  return Object.fromEntries([...fields].map((field) => [field, fuller(value[field], older[field])]));
}

/** The object or list that holds a text; made where the stream never announced it. */
function holderOf(
  item: Grown,
  path: readonly (string | number)[],
  { part }: StreamedText,
): Record<string | number, unknown> {
  let holder: Record<string | number, unknown> = item;
  path.forEach((step, i) => {
    const inner = holder[step];
    if (typeof inner !== 'object' || inner === null) {
      const isList = typeof path[i + 1] === 'number' || step === 'commands';
      holder[step] = isList ? [] : part === undefined ? {} : { type: part };
    }
    holder = holder[step] as Record<string | number, unknown>;
  });
  return holder;
}

function listIn(holder: Grown, field: string): unknown[] {
  if (!Array.isArray(holder[field])) holder[field] = [];
  return holder[field] as unknown[];
}

function whole(list: unknown[]): unknown[] {
  return list.filter((element) => element !== undefined);
}

function placeOf(index: unknown, otherwise: number): number {
  return Number.isInteger(index) && Number(index) >= 0 && Number(index) < 10_000 ? Number(index) : otherwise;
}

/** Whether an item can be told from another one that says the same. */
function isNamed({ id, call_id }: Json): boolean {
  return [id, call_id].some((name) => typeof name === 'string' && name !== '');
}
