/**
 * Finds the calls of results that don't stand with their answer. Pure. Rule: a result goes to the nearest open call of its
 * id before it, or to the only one after it; among several after it none is chosen.
 */
import type { CallPart, Part, ResultPart } from './part.js';
import type { Unclear } from './vague.js';

/** A result that the contract takes for a stray or a duplicate where it stands. */
export interface Loose {
  readonly result: ResultPart;
  /** Its call has a result in the same place. */
  readonly twice: boolean;
}

/** What is known of calls and results; loose results are written into it. */
export interface Placing {
  readonly resultOf: Map<CallPart, ResultPart>;
  readonly outOfPlace: Set<ResultPart>;
  readonly duplicates: Map<ResultPart, CallPart>;
  readonly strays: Set<ResultPart>;
  readonly missing: Set<CallPart>;
  readonly unclear: Unclear[];
}

/** Gives each loose result its place. */
export function placeLoose(loose: readonly Loose[], parts: readonly Part[], placing: Placing): void {
  if (loose.length === 0) return;
  const { resultOf, outOfPlace, duplicates, strays, missing, unclear } = placing;
  const order = new Map(parts.map((part, index) => [part, index]));
  const callsById = new Map<string, CallPart[]>();
  for (const part of parts) {
    if (part.kind !== 'call') continue;
    const known = callsById.get(part.callId);
    if (known) known.push(part);
    else callsById.set(part.callId, [part]);
  }
  for (const { result, twice } of loose) {
    const same = (callsById.get(result.callId) ?? []).filter((call) => sameId(call, result));
    const isBefore = (call: CallPart) => (order.get(call) ?? 0) < (order.get(result) ?? 0);
    const open = twice ? [] : same.filter((call) => missing.has(call));
    const answered = same.filter((call) => resultOf.has(call));
    const meant = open.findLast(isBefore) ?? (open.length === 1 ? open[0] : undefined);
    const first = answered.findLast(isBefore) ?? answered[0];
    if (meant) {
      missing.delete(meant);
      resultOf.set(meant, result);
      outOfPlace.add(result);
    } else if (open.length > 0) {
      open.forEach((call) => missing.delete(call));
      unclear.push({ calls: open, results: [result] });
    } else if (first) duplicates.set(result, first);
    else strays.add(result);
  }
}

/** Whether a result names a call, and is of the type that the call asks for. */
export function sameId(call: CallPart, result: ResultPart): boolean {
  return call.callId === result.callId && call.resultType === result.item.type;
}
