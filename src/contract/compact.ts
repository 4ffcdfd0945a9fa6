/**
 * Input and output of the `compact` activity: a model call of its own that sums up the older part of a transcript. Rule: the
 * summary enters history once, as this activity's result; what it stands for stays in history as it was.
 */
import type { From } from '../protocol/entry.js';
import type { CompactionPolicy, Cut, Summary } from '../protocol/compaction.js';
import { fieldsOf } from '../protocol/json.js';
import type { Usage } from '../protocol/usage.js';
import type { CallModelInput } from './call-model.js';

/** Which transcript to compact, named as a model call names it, and how. */
export type CompactInput = Pick<
  CallModelInput,
  'agent' | 'digest' | 'upTo' | 'head' | 'after' | 'ids' | 'own' | 'said'
> &
  Cut & {
    /** Which attempt of the turn to compact this is, from 1. */
    readonly number: number;
    /** Tokens of the transcript as the turn counts them. */
    readonly tokens: number;
  };

/** The summary, and what it cost. */
export interface CompactOutput extends Summary {
  readonly from: From;
  readonly usage: Usage;
  /** Entries and tokens of the transcript before and after; the tokens after are estimated. */
  readonly before: TranscriptSize;
  readonly after: TranscriptSize;
}

/** What the answer to a compaction cost that is of no use; the first detail of the failure. */
export interface VainCompaction {
  readonly text?: undefined;
  readonly usage: Usage;
}

/** What a failure's detail says of a compaction in vain; undefined when it is none. */
export function readVainCompaction(detail: unknown): VainCompaction | undefined {
  const { usage } = fieldsOf(detail);
  return typeof fieldsOf(usage).totalTokens === 'number' ? { usage: usage as Usage } : undefined;
}

/** Size of a transcript as a model is sent it. */
export interface TranscriptSize {
  readonly entries: number;
  readonly tokens: number;
}

/** A transcript before and after, for people. */
export function compactedText({ before, after }: Pick<CompactOutput, 'before' | 'after'>): string {
  return `${before.entries} entries, ${before.tokens} tokens → ${after.entries} entries, about ${after.tokens} tokens`;
}

/** The compactions of a turn that were made. */
export interface CompactionsMade extends Pick<CompactOutput, 'before' | 'after'> {
  readonly times: number;
  /** The last step before the last one, whose sizes these are. */
  readonly step: number;
}

/** How a turn's compactions have gone. */
export interface Compactions {
  /** Tokens of the last model call, prompt and answer; 0 when its service told none. */
  readonly tokens: number;
  /** How often one was tried. */
  readonly tried: number;
  /** The step after which the last was tried; 0 before. */
  readonly triedAt: number;
  /** Steps from there until the next may be tried: more with each that failed or did not help. */
  readonly wait: number;
  /** Absent before the first. */
  readonly made?: CompactionsMade;
}

/** Of a turn that has compacted nothing. */
export const NO_COMPACTIONS: Compactions = { tokens: 0, tried: 0, triedAt: 0, wait: 1 };

/** How they stand after an answer of so many tokens: one that is under the bound says that the last has helped. */
export function compactionsAfter(
  { wait, ...rest }: Compactions = NO_COMPACTIONS,
  tokens: number,
  { atTokens }: CompactionPolicy,
): Compactions {
  return { ...rest, tokens, wait: tokens > 0 && tokens < atTokens ? 1 : wait };
}
