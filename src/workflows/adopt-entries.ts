/**
 * Takes over the entries of another run. Rule: they stand in this run's own history before anything is built on them, so
 * that the other run may be deleted afterwards; and they are the very entries that were meant, by their head.
 */
import {
  ActivityCancellationType,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
} from '@temporalio/workflow';
import type { AdoptInput, AdoptPage, Before, EntrySource } from '../contract/adopt.js';
import { ADOPT_ENTRIES } from '../contract/names.js';
import type { Entry } from '../protocol/entry.js';
import { FAILURE } from '../protocol/failure.js';
import { headOf } from '../protocol/transcript.js';
import { readFault } from './read-failure.js';
import type { Ending } from './turn-state.js';

/** A history of 50 MB is read in far less. */
const ATTEMPT_MS = 60_000;
/** Five heartbeats: a worker that is lost meanwhile holds nobody up for longer. */
const HEARTBEAT_MS = 10_000;
/** A worker that reads says when the run is gone: workers that are all away for days lose nothing by that. */
const ALL_MS = 30 * 24 * 3_600_000;

/** Entries of another run, what was compacted of them or is to be, and whether the worker archives turns. */
export interface Adopted extends Pick<AdoptPage, 'entries' | 'compacted' | 'outgrown'> {
  readonly archives: boolean;
}

/** Reads all pages, of the first `upTo` entries if that is given. Rejects when the other run is gone, or can't be read for a month. */
export async function adoptEntries(source: EntrySource, upTo?: number): Promise<Adopted> {
  const { [ADOPT_ENTRIES]: adopt } = proxyActivities<
    Record<typeof ADOPT_ENTRIES, (input: AdoptInput) => Promise<AdoptPage>>
  >({
    startToCloseTimeout: ATTEMPT_MS,
    heartbeatTimeout: HEARTBEAT_MS,
    scheduleToCloseTimeout: ALL_MS,
    retry: { initialInterval: 1_000, maximumInterval: 30_000 },
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    summary: `from ${source.workflowId}`,
  });
  const entries: Entry[] = [];
  for (;;) {
    const page = await adopt({ source, from: entries.length, ...(upTo !== undefined && { upTo }) });
    const { entries: paged, next, archives = false, ...left } = page;
    entries.push(...paged);
    if (next === undefined) return { entries, archives, ...left };
  }
}

/** The entries that a session goes on from. Rejects when they can't be had. */
export async function entriesBefore(before: Before): Promise<readonly Entry[]> {
  if ('entries' in before) return before.entries;
  const { source, mark } = before;
  const entries = (await adoptEntries(source, mark.length)).entries;
  if (headOf(entries) === mark.head) return entries;
  const message = `"${source.workflowId}" has other entries than those to go on from`;
  throw ApplicationFailure.create({ message, type: FAILURE.entriesGone, nonRetryable: true });
}

/** What a turn goes on from, or how the turn ends without it. */
export async function takeOver(before: Before): Promise<{ entries: readonly Entry[]; failure?: Ending }> {
  try {
    return { entries: await entriesBefore(before) };
  } catch (error) {
    const cancelled = isCancellation(error) || CancellationScope.current().consideredCancelled;
    if (cancelled) return { entries: [], failure: { outcome: 'cancelled' } };
    const message = `what this turn goes on from could not be read: ${readFault(error).message}`;
    return {
      entries: [],
      failure: { outcome: 'failed', error: { code: 'before_missing', message, retryable: false } },
    };
  }
}
