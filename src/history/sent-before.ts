/**
 * What the model was sent at a step of a turn, by its history: the transcript up to there, compacted where it was. Pure.
 */
import type { SentAt } from '../contract/adopt.js';
import { compactedEntries } from '../protocol/compaction.js';
import type { Entry } from '../protocol/entry.js';
import type { TurnView } from './turn-view.js';

type Turn = Pick<TurnView, 'entries' | 'before' | 'compactions'>;

/** The entries before the model call of a step; one more than the turn's steps means all. */
export function sentBefore(turn: Turn, at: SentAt): Entry[] {
  const { entries: all, before = 0, compactions = [] } = turn;
  // What the turn went on from has the steps of other turns.
  const entries = all.filter((entry, index) => index < before || entry.step < at.step);
  const last = compactions.find(({ number }) => number === at.compaction);
  if (last?.summary === undefined || last.id === undefined) return entries;
  return compactedEntries(entries, last, { id: last.id, text: last.summary });
}

/** That place in a turn, by the last compaction that there was. */
export function sentAt({ compactions = [] }: Turn, step: number): SentAt {
  const last = compactions.findLast((each) => each.state === 'done' && each.step < step);
  return { step, ...(last && { compaction: last.number }) };
}
