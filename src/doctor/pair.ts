/**
 * Joins calls and results. Pure. What is whole, missing, twice or nowhere is said by the contract (`findViolations`); this
 * file only finds where a result that stands elsewhere belongs. Rule: never guess. A result goes to a call by its id, or,
 * where ids are missing, when exactly one call of the last answer before it can be meant.
 */
import { message, type Item } from '../protocol/item.js';
import { findViolations } from '../protocol/violations.js';
import { answersOf, type Answer } from './answers.js';
import type { CallPart, Part, ResultPart } from './part.js';
import { placeLoose, sameId, type Loose } from './place-loose.js';
import { matchVague, type Unclear } from './vague.js';

/** What ends an answer, for the contract. */
const BREAK = message('user', '');

/** How the calls and results of a conversation belong together. */
export interface Pairing {
  readonly answers: readonly Answer[];
  /** The one result of each call that has one. */
  readonly resultOf: ReadonlyMap<CallPart, ResultPart>;
  /** Results that don't stand directly after their call's answer. */
  readonly outOfPlace: ReadonlySet<ResultPart>;
  /** Further results of calls that have one. */
  readonly duplicates: ReadonlyMap<ResultPart, CallPart>;
  readonly strays: ReadonlySet<ResultPart>;
  readonly unclear: readonly Unclear[];
  /** Calls that are written again in their own answer. */
  readonly repeated: ReadonlySet<CallPart>;
  readonly missing: ReadonlySet<CallPart>;
}

/** Pairs the calls and results of a conversation. */
export function pair(parts: readonly Part[]): Pairing {
  const { answers, ends } = answersOf(parts);
  const repeated = new Set(answers.flatMap(repeatedCalls));
  const vague = vagueParts(answers, parts, repeated);
  const judged = judge(parts, ends, (part) => vague.has(part) || (part.kind === 'call' && repeated.has(part)));

  const resultOf = judged.resultOf;
  const outOfPlace = new Set<ResultPart>();
  const duplicates = new Map<ResultPart, CallPart>();
  const strays = new Set<ResultPart>();
  const missing = new Set(judged.holes);
  const unclear: Unclear[] = [];
  placeLoose(judged.loose, parts, { resultOf, outOfPlace, duplicates, strays, missing, unclear });

  for (const answer of answers) {
    const found = matchVague(answer, { vague, missing, strays, repeated });
    found.missing.forEach((call) => missing.add(call));
    for (const [call, result] of found.matched) {
      resultOf.set(call, result);
      missing.delete(call);
      strays.delete(result);
      if (!answer.run.includes(result)) outOfPlace.add(result);
    }
    for (const [result, call] of found.duplicates) {
      duplicates.set(result, call);
      strays.delete(result);
    }
    for (const group of found.unclear) {
      unclear.push(group);
      group.calls.forEach((call) => missing.delete(call));
      group.results.forEach((result) => strays.delete(result));
    }
    found.strays.forEach((result) => strays.add(result));
  }
  const placed = new Set([...resultOf.values(), ...duplicates.keys(), ...unclear.flatMap(({ results }) => results)]);
  for (const part of vague) if (part.kind === 'result' && !placed.has(part)) strays.add(part);
  return { answers, resultOf, outOfPlace, duplicates, strays, unclear, repeated, missing };
}

/** The results of no known call that stand after an answer, before the next: one may be that of a call which has none. */
export function straysAfter({ run, late }: Answer, { strays }: Pairing): ResultPart[] {
  return [...run, ...late].filter((result) => strays.has(result));
}

/** What the contract says of the parts whose ids are clear; the others are passed over, but end no answer early or late. */
function judge(parts: readonly Part[], ends: ReadonlySet<Part>, skipped: (part: Part) => boolean) {
  const judged: { readonly part?: Part; readonly item: Item }[] = [];
  for (const part of parts) {
    if (ends.has(part)) judged.push({ item: BREAK });
    if (part.kind !== 'other' && !skipped(part)) judged.push({ part, item: part.item });
  }
  const violations = findViolations(judged);
  const broken = new Map(violations.filter(({ kind }) => kind !== 'misplaced').map((each) => [each.index, each]));
  const holes: CallPart[] = [];
  const loose: Loose[] = [];
  const open: CallPart[] = [];
  const resultOf = new Map<CallPart, ResultPart>();
  judged.forEach(({ part }, index) => {
    const violation = broken.get(index);
    if (part?.kind === 'call') (violation ? holes : open).push(part);
    else if (part?.kind === 'result' && violation) loose.push({ result: part, twice: violation.kind === 'duplicate' });
    else if (part?.kind === 'result') {
      const at = open.findLastIndex((call) => sameId(call, part));
      if (at >= 0) resultOf.set(open.splice(at, 1)[0]!, part);
    }
  });
  return { holes, loose, resultOf };
}

/** Calls that repeat one before them in the same answer to the letter. */
function repeatedCalls({ calls }: Answer): CallPart[] {
  const seen = new Set<string>();
  return calls.filter((call) => {
    const text = JSON.stringify([call.callId, call.tool, call.args]);
    if (call.callId === '' || !seen.has(text)) {
      seen.add(text);
      return false;
    }
    return true;
  });
}

/** Calls and results whose id doesn't tell which is meant: none, or one that two calls of an answer share. */
function vagueParts(answers: readonly Answer[], parts: readonly Part[], repeated: ReadonlySet<CallPart>): Set<Part> {
  const vague = new Set<Part>(parts.filter((part) => part.kind !== 'other' && part.callId === ''));
  for (const { calls, run } of answers) {
    const own = calls.filter((call) => !repeated.has(call));
    const shared = own.filter((call) => own.some((other) => other !== call && other.callId === call.callId));
    for (const call of shared) vague.add(call);
    for (const result of run) if (shared.some((call) => call.callId === result.callId)) vague.add(result);
  }
  return vague;
}
