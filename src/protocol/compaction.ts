/**
 * Compaction: the older part of a transcript gives way to a summary. Rules: it is cut between steps alone, so never between
 * a call and its result, nor between reasoning and what it led to; what the user asked stays word for word. The workflow,
 * the workers and readers of history cut alike. Pure.
 */
import type { Entry } from './entry.js';
import { message } from './item.js';
import { callKindOf, resultKindOf } from './call-kind.js';

/** When a transcript is compacted, and what of it stays. */
export interface CompactionPolicy {
  /** Tokens of a model call, prompt and answer, from which on. */
  readonly atTokens: number;
  /** So many of the last steps stay word for word. */
  readonly keep: number;
}

/** What a compaction leaves, and what it summarises. */
export interface CutTranscript {
  /** The user's input of this turn; instructions among the input. */
  readonly asked: readonly Entry[];
  /** To be summarised, an earlier summary included. */
  readonly older: readonly Entry[];
  /** The last steps. */
  readonly kept: readonly Entry[];
}

/** A policy that the last model call of a turn has come to: what comes next is to begin with a compaction. */
export interface Outgrown extends CompactionPolicy {
  /** Tokens of that call. */
  readonly tokens: number;
  /** How long a turn of the agent may take. */
  readonly durationMs: number;
  /** Turns that are left out after one that began with a compaction in vain; twice as many each time. @default 0 */
  readonly wait?: number;
  /** So many of them are left. @default 0 */
  readonly skip?: number;
}

/** Where a transcript is cut. */
export interface Cut {
  /** The step of the turn from which on all stays word for word. */
  readonly keptFrom: number;
  /** Id of the first entry that stays, where a turn begins by summing up the turns before it; absent within a turn. */
  readonly keptId?: string;
}

/**
 * Cuts a transcript in front of a step of its turn. By place, since what the turn went on from has steps of its own: what
 * stays is the end of it, and what the user asked the last of the input before.
 */
export function cutTranscript(entries: readonly Entry[], { keptFrom, keptId }: Cut): CutTranscript {
  if (keptId !== undefined) {
    // Where it is not found there is nothing before it.
    const at = Math.max(
      0,
      entries.findIndex(({ id }) => id === keptId),
    );
    return { asked: [], older: entries.slice(0, at), kept: entries.slice(at) };
  }
  const cut = entries.findLastIndex(({ step }) => step < keptFrom) + 1;
  const before = entries.slice(0, cut);
  const end = before.findLastIndex(isInput) + 1;
  const start = before.slice(0, end).findLastIndex((entry) => !isInput(entry)) + 1;
  const input = before.slice(start, end);
  const last = input.findLastIndex(({ item }) => isAnswered(item));
  const asked = new Set(input.filter(({ item }, at) => at > last || isInstruction(item)));
  return { asked: [...asked], older: before.filter((entry) => !asked.has(entry)), kept: entries.slice(cut) };
}

/**
 * How much of the turns before stays as a turn begins by summing them up: as many of the last exchanges as have `keep` steps
 * in all and half of the tokens at most. @returns the index of the first, 0 when all of them stay, or the number of entries
 * when none does.
 */
export function firstKept(before: readonly Entry[], { atTokens, keep }: CompactionPolicy): number {
  let first = before.length;
  let steps = 0;
  let tokens = 0;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const entry = before[at]!;
    const earlier = before[at - 1];
    tokens += estimateTokens([entry]);
    if (!isInput(entry) && earlier?.step !== entry.step) steps += 1;
    if (steps > keep || tokens > atTokens / 2) break;
    if (isInput(entry) && !(earlier && isInput(earlier))) first = at;
  }
  return first;
}

/** The transcript with a summary in the place of its older part. */
export function compactedEntries(entries: readonly Entry[], cut: Cut, summary: Summary): Entry[] {
  const { asked, older, kept } = cutTranscript(entries, cut);
  return older.length === 0 ? [...entries] : [...asked, summaryEntry(cut, summary), ...kept];
}

/** What a summary is made of. */
export interface Summary {
  /** Id of its entry. */
  readonly id: string;
  readonly text: string;
}

/** The entry of a summary: of a step before those that stay, so that the next compaction takes it in; never of the input. */
export function summaryEntry({ keptFrom }: Cut, { id, text }: Summary): Entry {
  return { id, step: Math.max(1, keptFrom - 1), item: message('user', `${SUMMARY_HEAD}\n\n${text}`) };
}

/** What stands before a summary's text: the model must not take it for a new request. */
const SUMMARY_HEAD =
  'Summary of all that came before what follows, made since the conversation grew long. Go on from here; do nothing again that it says is done.';

/** Tokens of some text, roughly: a quarter of its JSON's length. */
export function estimateTokens(entries: readonly Entry[]): number {
  return Math.ceil(entries.reduce((sum, { item }) => sum + JSON.stringify(item).length, 0) / 4);
}

/** Whether an entry is what a caller said. */
function isInput({ step }: Entry): boolean {
  return step === 0;
}

/** Whether an item of the input belongs to a conversation before: an answer of a model, or the result of a call. */
function isAnswered(item: Entry['item']): boolean {
  if (item.type === 'message') return item.role === 'assistant';
  return item.type === 'reasoning' || Boolean(callKindOf(item) ?? resultKindOf(item));
}

function isInstruction(item: Entry['item']): boolean {
  return item.type === 'message' && (item.role === 'system' || item.role === 'developer');
}
