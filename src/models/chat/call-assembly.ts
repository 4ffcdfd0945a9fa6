/**
 * Puts the calls of a stream together. Rule: a delta begins a new call when it has an id that differs from that of the
 * open call at its index, or an id and no index; else it goes on with the open call, and the first name that is none
 * empty stays. Which call a piece belongs to is never guessed.
 */
import { fieldsOf, type Json } from '../../protocol/json.js';
import type { AnswerRoom } from '../answer-room.js';
import { mergeFields } from './merge-added.js';
import { holdsSeveralObjects } from './run-together.js';

/** A call in the making. */
interface OpenCall {
  id: string;
  type: unknown;
  name: string;
  /** Text in pieces; whatever else came as a whole. Absent until something came. */
  input?: unknown;
  /** Fields that the service added. */
  added: Json;
}

/** Fields that a call of the plain answer has; an index is of the stream alone. */
const OWN = new Set(['index', 'id', 'type', 'function', 'custom']);

/** The calls of one answer. */
export class CallAssembly {
  readonly #calls: OpenCall[] = [];
  readonly #open = new Map<number, OpenCall>();
  readonly #room: AnswerRoom;

  constructor(room: AnswerRoom) {
    this.#room = room;
  }

  /** Takes the deltas of one chunk. */
  add(deltas: readonly unknown[]): void {
    deltas.forEach((delta, place) => this.#take(fieldsOf(delta), place));
  }

  #take(delta: Json, place: number): void {
    const id = typeof delta.id === 'string' ? delta.id : '';
    const index = typeof delta.index === 'number' ? delta.index : undefined;
    const custom = delta.type === 'custom' || (delta.function === undefined && delta.custom !== undefined);
    const called = fieldsOf(custom ? delta.custom : delta.function);
    const open = this.#openCall(index, id, place > 0 && isName(called.name));
    const call = open ?? this.#begin(index);
    if (call.id === '') call.id = this.#room.take(id);
    if (custom) call.type = 'custom';
    else call.type ??= delta.type;
    if (call.name === '' && isName(called.name)) call.name = this.#room.take(called.name);
    this.#append(call, custom ? called.input : called.arguments);
    const added = Object.entries(delta).filter(([field]) => !OWN.has(field));
    call.added = mergeFields(call.added, Object.fromEntries(added), this.#room);
  }

  /** The call that a delta goes on with; undefined when it begins a new one. `apart`: a further call of its chunk. */
  #openCall(index: number | undefined, id: string, apart: boolean): OpenCall | undefined {
    if (index !== undefined) {
      const open = this.#open.get(index);
      // An id that comes late is that of the open call.
      return open && (id === '' || open.id === '' || open.id === id) ? open : undefined;
    }
    const last = this.#calls.at(-1);
    if (apart) return undefined;
    if (id === '') return last;
    // A service may repeat the id on each piece; once the arguments are whole, it is another call of the same id.
    return last?.id === id && !isWhole(last.input) ? last : undefined;
  }

  #begin(index: number | undefined): OpenCall {
    const call: OpenCall = { id: '', type: undefined, name: '', added: {} };
    this.#room.take('{"id":"","function":{"name":"","arguments":""}}');
    this.#calls.push(call);
    if (index !== undefined) this.#open.set(index, call);
    return call;
  }

  #append(call: OpenCall, piece: unknown): void {
    if (piece === undefined || piece === null) return;
    if (typeof piece === 'string') {
      call.input = (typeof call.input === 'string' ? call.input : '') + this.#room.take(piece);
    } else if (call.input === undefined || call.input === '') {
      this.#room.take(JSON.stringify(piece));
      call.input = piece;
    }
  }

  /** A call whose arguments hold several, if there is one. */
  get ambiguous(): { readonly id: string; readonly args: string } | undefined {
    for (const { id, type, input } of this.#calls) {
      if (type !== 'custom' && typeof input === 'string' && holdsSeveralObjects(input)) return { id, args: input };
    }
    return undefined;
  }

  /** The calls in the form of the plain answer. */
  get calls(): Json[] {
    return this.#calls.map(({ id, type, name, input, added }) => ({
      ...added,
      id,
      type: type ?? 'function',
      ...(type === 'custom' ? { custom: { name, input } } : { function: { name, arguments: input } }),
    }));
  }
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name !== '';
}

function isWhole(input: unknown): boolean {
  if (typeof input !== 'string') return input !== undefined;
  try {
    JSON.parse(input);
    return true;
  } catch {
    return false;
  }
}
