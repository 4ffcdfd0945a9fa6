/** Hands a finished turn to `onTurnFinished`. Rule: what is handed over is read from history, whole, and all calls have results. */
import type { ArchiveInput } from '../contract/archive.js';
import type { TurnResult } from '../contract/turn.js';
import { readTurnView } from '../history/read-entries.js';
import type { CallView } from '../history/turn-view.js';
import type { Item } from '../protocol/item.js';
import { historyPlace } from './adopt.js';
import { failure } from './call-failure.js';

/** A turn that has ended. */
export interface FinishedTurn {
  readonly turnId: string;
  readonly sessionId: string;
  readonly agent: string;
  /** The caller's JSON for the turn. */
  readonly context?: unknown;
  readonly result: TurnResult<unknown>;
  /** What the turn added to the conversation: the user's input, and all that came of it. */
  readonly transcript: readonly Item[];
  /** Each call with its outcome. */
  readonly calls: readonly CallView[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly closedAt: number;
}

/** Gets a finished turn; what it throws is tried again, within bounds. */
export type OnTurnFinished = (turn: FinishedTurn) => unknown;

/** The `archiveTurn` activity. */
export function archiveActivity(onTurnFinished: OnTurnFinished | undefined) {
  return async ({ turnId, sessionId }: ArchiveInput): Promise<void> => {
    // In the middle of a deploy another worker of the queue may have one.
    if (!onTurnFinished) throw failure({ type: 'no_archive', message: 'this worker has no onTurnFinished' });
    const {
      agent,
      input,
      result,
      entries,
      before = 0,
      calls,
      startedAt,
      closedAt = startedAt,
    } = await readTurnView({
      ...historyPlace(),
      turnId,
    });
    if (!result) throw failure({ type: 'turn_open', message: `turn "${turnId}" has not ended` });
    await onTurnFinished({
      turnId,
      sessionId,
      agent,
      ...(input.context !== undefined && { context: input.context }),
      result,
      transcript: entries.slice(before).map(({ item }) => item),
      calls,
      startedAt,
      closedAt,
    });
  };
}
