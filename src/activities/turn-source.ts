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
import { EMPTY_HEAD, extendHead } from '../protocol/head.js';
import { toolCallsOf } from '../protocol/tool-call.js';
import { resultEntry } from '../protocol/tool-result.js';
import { turnOf } from './activity-turn.js';
import type { TranscriptCache } from './transcript-cache.js';

const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 5_000;

/** The transcript of a model call. Rejects with the signal's reason when the signal aborts first. */
export async function transcriptFor(
  input: CallModelInput,
  cache: TranscriptCache,
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const known = knownEntries(input, cache);
  const entries =
    known.length === input.upTo ? known : [...known, ...(await fetchEntries(input, known.length, cache, signal))];
  const head = extendHead(
    EMPTY_HEAD,
    entries.map((entry) => entry.id),
  );
  if (head !== input.head) throw new RangeError(`the transcript put together has head ${head}, not ${input.head}`);
  return entries;
}

/** The longest beginning of the transcript that this worker has. */
function knownEntries({ after, ids, own = [], upTo, head }: CallModelInput, cache: TranscriptCache): readonly Entry[] {
  const whole = cache.transcript({ length: upTo, head });
  if (whole) return whole;
  const base = cache.transcript(after);
  if (!base) return [];
  const calls = new Map(toolCallsOf(lastAnswer(base)).map((call) => [call.position, call]));
  const made = new Map(
    own.flatMap((result) => {
      const call = calls.get(result.position);
      return call?.step === result.step ? [[result.id, resultEntry(call, result)] as const] : [];
    }),
  );
  const entries = [...base];
  for (const id of ids) {
    const entry = made.get(id) ?? cache.result(id);
    if (!entry) break;
    entries.push(entry);
  }
  return entries;
}

function lastAnswer(entries: readonly Entry[]): Entry[] {
  const step = entries.at(-1)?.step;
  return entries.filter((entry) => entry.step === step);
}

async function fetchEntries(
  { head, upTo }: CallModelInput,
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

/** The context and tools of the activity's turn. */
export async function headerOf(cache: TranscriptCache, signal: AbortSignal): Promise<TurnHeader> {
  const { runId } = turnOf(activityInfo());
  const known = cache.header(runId);
  if (known) return known;
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
      const answer: Answer = await client.workflow.getHandle(workflowId, runId).query(name, ...args);
      cache.fetched.queries += 1;
      cache.fetched.bytes += JSON.stringify(answer).length;
      return answer;
    } catch {
      await delay(wait, undefined, { signal });
    }
  }
}
