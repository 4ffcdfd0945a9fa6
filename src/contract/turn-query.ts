/** Queries by which a worker asks a turn for what its cache lacks. Types only; answers are not in history. */
import type { ToolPolicy } from '../definition/policy.js';
import type { Entry } from '../protocol/entry.js';

/** Asks for the entries from `from` on of the transcript with `upTo` entries and this head. */
export interface TranscriptQuery {
  readonly head: string;
  readonly upTo: number;
  readonly from: number;
}

/** A page of at most 1 MB (a single larger entry stands alone); `next` is absent on the last one. */
export interface TranscriptPage {
  readonly entries: readonly Entry[];
  readonly next?: number;
}

/** The turn's context and the tools it runs by. */
export interface TurnHeader {
  readonly context?: unknown;
  readonly tools: readonly ToolPolicy[];
  /** The agent whose tools they are: it changes when the turn is handed over. */
  readonly agent: string;
}
