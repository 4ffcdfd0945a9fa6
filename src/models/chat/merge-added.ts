/**
 * Puts together what a service added to the deltas of a stream, so that it reads as in the plain answer. Pure. Rule: texts
 * come in pieces and are joined; a label that each piece repeats (a type, a format, a signature) stays as it is.
 */
import { isJson, type Json } from '../../protocol/json.js';
import type { AnswerRoom } from '../answer-room.js';

/** Fields whose pieces are joined even when two are alike: reasoning_content, reasoning, thinking, text, summary, … */
const TEXT = /^(?:reasoning|thinking|content|text|summary|data|transcript|arguments|input)/;

/** The value of a field after a piece. */
export function mergeAdded(field: string, before: unknown, piece: unknown, room: AnswerRoom): unknown {
  if (piece === null || piece === undefined) return before;
  if (typeof before === 'string' && typeof piece === 'string') {
    return piece === before && !TEXT.test(field) ? before : before + room.take(piece);
  }
  if (Array.isArray(piece))
    return (piece as unknown[]).reduce<unknown[]>(
      (list, element) => mergeElement(field, list, element, room),
      Array.isArray(before) ? before : [],
    );
  if (isJson(piece)) return mergeFields(isJson(before) ? before : {}, piece, room);
  room.take(JSON.stringify(piece));
  return piece;
}

/** The fields after a piece. A field named `__proto__` is one like others. */
export function mergeFields(before: Json, piece: Json, room: AnswerRoom): Json {
  const merged = new Map(Object.entries(before));
  for (const [field, value] of Object.entries(piece)) {
    if (!merged.has(field)) room.take(field);
    merged.set(field, mergeAdded(field, merged.get(field), value, room));
  }
  return Object.fromEntries(merged);
}

/** A piece of a list's element goes to the element with its index and type, if there is one; else it is a new one. */
function mergeElement(field: string, list: unknown[], element: unknown, room: AnswerRoom): unknown[] {
  const at =
    isJson(element) && typeof element.index === 'number' ? list.findIndex((one) => isPieceOf(one, element)) : -1;
  const merged = mergeAdded(field, at < 0 ? undefined : list[at], element, room);
  if (at < 0) list.push(merged);
  else list[at] = merged;
  return list;
}

function isPieceOf(one: unknown, piece: Json): boolean {
  if (!isJson(one) || one.index !== piece.index || one.type !== piece.type) return false;
  return one.id === piece.id || !one.id || !piece.id;
}
