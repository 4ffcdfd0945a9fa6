/**
 * The entries of another run, for a run that goes on from them. Rule: they are read from history, so that it makes no
 * difference whether that run has ended, how, or whether any worker could still replay it.
 */
import type { AdoptPage, EntrySource } from '../contract/adopt.js';
import { behind, compactedOf } from '../protocol/compacted-record.js';
import { fetchEvents } from './fetch-events.js';
import { isNotFound } from './grpc-fault.js';
import type { HistoryPlace } from './history-place.js';
import { PayloadReader } from './payload-reader.js';
import { readFact } from './read-fact.js';
import { readFacts, TurnNotFoundError, type TurnSource } from './read-turn.js';
import { readSessionView } from './read-session.js';
import { sentBefore } from './sent-before.js';
import { TurnFold } from './turn-fold.js';
import type { TurnView } from './turn-view.js';

/** Entries of a run, and what was compacted of them where the source is the turn's own. */
export type ReadEntries = Pick<AdoptPage, 'entries' | 'compacted' | 'outgrown'>;

/**
 * The entries in order, with the results of all calls once the run is closed.
 * @throws {TurnNotFoundError} {@link SessionNotFoundError} when the history is gone.
 * @throws {HistoryUnreadableError} when a payload can't be decoded.
 */
export async function readEntries(source: EntrySource, place: HistoryPlace): Promise<ReadEntries> {
  const { workflowId, runId, at } = source;
  if (source.kind === 'session' || source.kind === 'session-sent') {
    const { entries, sent = entries } = await readSessionView({ ...place, sessionId: workflowId }, runId);
    return { entries: source.kind === 'session' ? entries : sent };
  }
  const turn = { ...place, turnId: workflowId };
  const view = runId === undefined ? await readTurnView(turn) : await readRunView(turn, runId);
  if (source.kind === 'turn-sent') return { entries: at ? sentBefore(view, at) : (view.sent ?? view.entries) };
  return source.kind === 'turn' ? { entries: view.entries } : ownEntries(view);
}

/** What a turn added to its conversation, and what the model is sent of all of it from then on. */
function ownEntries({ entries, sent, before = 0, outgrown }: TurnView): ReadEntries {
  const compacted = sent && compactedOf(entries, sent);
  return {
    entries: entries.slice(before),
    ...(compacted && { compacted: behind(-before, compacted) }),
    ...(outgrown !== undefined && { outgrown }),
  };
}

/**
 * A turn's current run, as its history tells it.
 * @throws {TurnNotFoundError}
 */
export async function readTurnView(turn: TurnSource): Promise<TurnView> {
  const fold = new TurnFold();
  for await (const fact of readFacts(turn)) fold.apply(fact);
  return fold.view();
}

/** One run alone, even if another one goes on in its place. */
async function readRunView(turn: TurnSource, runId: string): Promise<TurnView> {
  const reader = new PayloadReader(turn.turnId, turn.namespace, turn.converter);
  const fold = new TurnFold();
  try {
    for await (const event of fetchEvents({ ...turn, runId })) {
      const fact = await readFact(event, reader, runId);
      if (fact) fold.apply(fact);
    }
  } catch (error) {
    throw isNotFound(error) ? new TurnNotFoundError(turn.turnId, turn.namespace) : error;
  }
  return fold.view();
}
