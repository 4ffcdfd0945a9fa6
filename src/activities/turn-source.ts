/**
 * Brings together the transcript that a model call names: from the worker's cache, and what is missing from the turn
 * itself, by query. Rule: only the missing tail is fetched, an answer for another head is refused, and fetching is
 * tried again until the attempt's own deadline; it never counts as a failed model call.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { activityInfo, Context } from '@temporalio/activity';
import type { CallModelInput } from '../contract/call-model.js';
import { HEADER_QUERY, TRANSCRIPT_QUERY } from '../contract/names.js';
import type { TranscriptPage, TranscriptQuery, TurnHeader } from '../contract/turn-query.js';
import type { Entry } from '../protocol/entry.js';
import { headOf } from '../protocol/transcript.js';
import { turnOf } from './activity-turn.js';
import { knownEntries, type KnownEntries, type WantedTranscript } from './known-entries.js';
import type { TranscriptCache } from './transcript-cache.js';
import { untilAborted } from './until-aborted.js';

const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 5_000;
/** Longest wait for one answer: with no worker for workflows, a query without a deadline waits for ever. */
const QUERY_MS = 15_000;

/** The transcript that a model call or a compaction names. Rejects with the signal's reason when the signal aborts first. */
export async function transcriptFor(
  input: WantedTranscript,
  cache: TranscriptCache,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const { runId } = turnOf(activityInfo());
  const known = knownEntries(input, cache, runId);
  const entries = await completeTranscript(input, known, (from) => fetchEntries(input, from, cache, signal));
  // An attempt that fails after this must not fetch it again.
  if (known.entries.length < input.upTo) cache.keepTranscript(runId, input.head, entries);
  return entries;
}

/**
 * Completes what is known of a transcript by what `fetchFrom` says of the rest, and of all of it where they don't fit.
 * @throws {RangeError} when even that has another head.
 */
export async function completeTranscript(
  { head, upTo }: Pick<CallModelInput, 'head' | 'upTo'>,
  known: KnownEntries,
  fetchFrom: (from: number) => Promise<Entry[]>,
): Promise<readonly Entry[]> {
  const { length } = known.entries;
  const entries = length === upTo ? known.entries : [...known.entries, ...(await fetchFrom(length))];
  if (headOf(entries, known.proven) === head) return entries;
  // What this worker had was of another course of the run, such as the answer of an attempt that was lost.
  const all = await fetchFrom(0);
  const found = headOf(all);
  if (found !== head) throw new RangeError(`the transcript put together has head ${found}, not ${head}`);
  return all;
}

async function fetchEntries(
  { head, upTo }: WantedTranscript,
  from: number,
  cache: TranscriptCache,
  signal: AbortSignal,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let next: number | undefined = from; next !== undefined;) {
    const query: TranscriptQuery = { head, upTo, from: next };
    const page: TranscriptPage = await ask<TranscriptPage>(TRANSCRIPT_QUERY, [query], cache, signal);
    entries.push(...page.entries);
    next = page.next;
  }
  return entries;
}

/** The context of the activity's turn, and the tools that it runs by: those of `agent` where one is named. */
export async function headerOf(cache: TranscriptCache, signal: AbortSignal, agent?: string): Promise<TurnHeader> {
  const { runId } = turnOf(activityInfo());
  const known = cache.header(runId);
  if (known && (agent === undefined || known.agent === agent)) return known;
  const header = await ask<TurnHeader>(HEADER_QUERY, [], cache, signal);
  cache.keepHeader(runId, header);
  return header;
}

/** Queries the activity's own turn; a turn whose task is failing, or that is busy with another query, is asked again. */
async function ask<Answer>(
  name: string,
  args: unknown[],
  cache: TranscriptCache,
  signal: AbortSignal,
): Promise<Answer> {
  const { client, info } = Context.current();
  const { workflowId, runId } = turnOf(info);
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, MOST_WAIT_MS)) {
    signal.throwIfAborted();
    try {
      const query = () => client.workflow.getHandle(workflowId, runId).query<Answer, unknown[]>(name, ...args);
      // A worker's connection does not heed signals (SDK 1.24).
      const answer = await untilAborted(client.withDeadline(Date.now() + QUERY_MS, query), signal);
      cache.fetched.queries += 1;
      cache.fetched.bytes += JSON.stringify(answer).length;
      return answer;
    } catch {
      await delay(wait, undefined, { signal });
    }
  }
}
