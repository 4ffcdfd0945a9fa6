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

/**
 * Cuts a transcript in front of a step of its turn. By place, since what the turn went on from has steps of its own: what
 * stays is the end of it, and what the user asked the last of the input before.
 */
export function cutTranscript(entries: readonly Entry[], keptFrom: number): CutTranscript {
  const cut = entries.findLastIndex(({ step }) => step < keptFrom) + 1;
  const before = entries.slice(0, cut);
  const end = before.findLastIndex(isInput) + 1;
  const start = before.slice(0, end).findLastIndex((entry) => !isInput(entry)) + 1;
  const input = before.slice(start, end);
  const last = input.findLastIndex(({ item }) => isAnswered(item));
  const asked = new Set(input.filter(({ item }, at) => at > last || isInstruction(item)));
  return { asked: [...asked], older: before.filter((entry) => !asked.has(entry)), kept: entries.slice(cut) };
}

/** The transcript with a summary in the place of its older part. */
export function compactedEntries(entries: readonly Entry[], keptFrom: number, summary: Entry): Entry[] {
  const { asked, kept } = cutTranscript(entries, keptFrom);
  return [...asked, summary, ...kept];
}

/** What a summary is made of. */
export interface Summary {
  /** Id of its entry. */
  readonly id: string;
  readonly text: string;
}

/** The entry of a summary: of the step before those that stay, so that the next compaction takes it in. */
export function summaryEntry(keptFrom: number, { id, text }: Summary): Entry {
  return { id, step: keptFrom - 1, item: message('user', `${SUMMARY_HEAD}\n\n${text}`) };
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
