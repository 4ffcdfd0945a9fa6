/**
 * What a worker has of the transcript that a model call names. Rule: it is a beginning, never a guess at what is missing;
 * whoever completes it checks the head, since an older transcript of the run may hold a lost attempt's answer.
 */
import type { CallModelInput } from '../contract/call-model.js';
import type { Entry } from '../protocol/entry.js';
import { saidEntry } from '../protocol/said.js';
import { toolCallsOf } from '../protocol/tool-call.js';
import { resultEntry } from '../protocol/tool-result.js';
import { NO_ENTRIES, type Mark } from '../protocol/transcript.js';
import type { TranscriptCache } from './transcript-cache.js';

/** The part of a model call's input that names its transcript. */
export type WantedTranscript = Pick<CallModelInput, 'head' | 'upTo' | 'after' | 'ids' | 'entries' | 'own' | 'said'>;

/** A beginning of a transcript. */
export interface KnownEntries {
  readonly entries: readonly Entry[];
  /** Of how much of it the head is known, so that nobody computes it anew in every step. */
  readonly proven: Mark;
}

/** The longest beginning of the wanted transcript that this worker has. */
export function knownEntries(wanted: WantedTranscript, cache: TranscriptCache, runId: string): KnownEntries {
  const { head, upTo, after } = wanted;
  const mark = { length: upTo, head };
  const whole = cache.transcript(mark);
  if (whole) return { entries: whole, proven: mark };
  const base = cache.transcript(after);
  if (wanted.entries) return { entries: wanted.entries, proven: NO_ENTRIES };
  if (base) return { entries: [...base, ...knownResults(wanted, base, cache)], proven: after };
  // Other workers may have made the steps since this one's last: what it had then is still the beginning.
  const older = cache.newest(runId).slice(0, after.length);
  const results = older.length < after.length ? [] : knownResults(wanted, older, cache);
  return { entries: [...older, ...results], proven: NO_ENTRIES };
}

/** The results that follow the last answer, as far as this worker made them or the turn sent them along. */
function knownResults(
  { ids, own = [], said = [] }: WantedTranscript,
  base: readonly Entry[],
  cache: TranscriptCache,
): Entry[] {
  const answer = lastAnswer(base);
  const calls = new Map(toolCallsOf(answer).map((call) => [call.position, call]));
  const made = new Map(
    own.flatMap((result) => {
      const call = calls.get(result.position);
      return call?.step === result.step ? [[result.id, resultEntry(call, result)] as const] : [];
    }),
  );
  for (const one of said) made.set(one.id, saidEntry(answer.at(-1)?.step ?? 0, one));
  const entries: Entry[] = [];
  for (const id of ids) {
    const entry = made.get(id) ?? cache.result(id);
    if (!entry) break;
    entries.push(entry);
  }
  return entries;
}

/** From the end, since earlier turns of a conversation have steps of the same numbers. */
function lastAnswer(entries: readonly Entry[]): readonly Entry[] {
  const step = entries.at(-1)?.step;
  return entries.slice(entries.findLastIndex((entry) => entry.step !== step) + 1);
}
