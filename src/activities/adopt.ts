/**
 * Brings the entries of another run into the history of the run that asks, page by page. Rule: it answers from that run's
 * history alone, so that what it says is the same whoever asks, and whenever.
 */
import { activityInfo, Context } from '@temporalio/activity';
import { LRUCache } from 'lru-cache';
import type { AdoptInput, AdoptPage, EntrySource } from '../contract/adopt.js';
import type { HistoryPlace } from '../history/history-place.js';
import { readEntries, type ReadEntries } from '../history/read-entries.js';
import { FAILURE } from '../protocol/failure.js';
import { pageFrom } from '../protocol/page.js';
import { turnOf } from './activity-turn.js';
import { failure } from './call-failure.js';
import { Heartbeats } from './heartbeats.js';

/** Histories whose pages are being asked for. */
const MOST_KEPT = 8;
const KEPT_MS = 60_000;

/** By name: classes may differ between copies. */
const GONE: ReadonlySet<string> = new Set(['TurnNotFoundError', 'SessionNotFoundError']);

/** The `adoptEntries` activity. @param archives whether this worker archives turns. */
export function adoptActivity(archives: boolean) {
  const kept = new LRUCache<string, ReadEntries>({ max: MOST_KEPT, ttl: KEPT_MS });
  return async ({ source, from, upTo }: AdoptInput): Promise<AdoptPage> => {
    // By who asks: whoever does has made sure that the source has ended, or grows no more meanwhile.
    const key = JSON.stringify([turnOf(activityInfo()).runId, source]);
    const read = (from > 0 && kept.get(key)) || (await entriesOf(source));
    const page = pageFrom(read.entries.slice(0, upTo), from);
    if (page.next !== undefined) {
      kept.set(key, read);
      return page;
    }
    kept.delete(key);
    const { entries: _paged, ...left } = read;
    return { ...page, ...left, ...(archives && { archives: true as const }) };
  };
}

async function entriesOf(source: EntrySource): Promise<ReadEntries> {
  const context = Context.current();
  const heartbeats = new Heartbeats(() => context.heartbeat());
  try {
    return await readEntries(source, historyPlace());
  } catch (error) {
    if (!(error instanceof Error) || !GONE.has(error.name)) throw error;
    throw failure({ type: FAILURE.entriesGone, message: error.message, nonRetryable: true });
  } finally {
    heartbeats.stop();
  }
}

/** Histories as the worker itself reaches and decodes them. */
export function historyPlace(): HistoryPlace {
  const { client } = Context.current();
  const { namespace, loadedDataConverter: converter } = client.workflow.options;
  return { connection: client.connection, namespace, converter };
}
