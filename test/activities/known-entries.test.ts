/** A worker fetches only what it lacks: the tail since its own last step, never the whole transcript again. */
import { TranscriptCache } from '../../src/activities/transcript-cache.js';
import { knownEntries, type WantedTranscript } from '../../src/activities/known-entries.js';
import { completeTranscript } from '../../src/activities/turn-source.js';
import type { Entry } from '../../src/protocol/entry.js';
import { message } from '../../src/protocol/item.js';
import { Transcript } from '../../src/protocol/transcript.js';
import { pageOf } from '../../src/workflows/serve-queries.js';

const RUN = 'run-1';

/** A turn whose steps each ask for two calls, as the workflow keeps it. */
function turnOfSteps(steps: number, mark = 'a') {
  const transcript = new Transcript([{ id: 'input', step: 0, item: message('user', 'Go on.') }]);
  const wanted: WantedTranscript[] = [];
  let after = new Transcript().mark;
  for (let step = 1; step <= steps; step += 1) {
    const { head, length: upTo } = transcript.mark;
    wanted.push({ head, upTo, after, ids: transcript.idsSince(after.length) });
    transcript.append([0, 1].map((n) => call(step, n, mark)));
    after = transcript.mark;
    transcript.append([0, 1].map((n) => result(step, n, mark)));
  }
  return { transcript, wanted };
}

function call(step: number, n: number, mark: string): Entry {
  const item = { type: 'function_call', call_id: `${step}.${n}`, name: 'tool', arguments: '{}' };
  return { id: `call-${mark}-${step}.${n}`, step, item };
}

function result(step: number, n: number, mark: string): Entry {
  const item = { type: 'function_call_output', call_id: `${step}.${n}`, output: 'done' };
  return { id: `result-${mark}-${step}.${n}`, step, item };
}

/** The entries from the workflow's query, and where each query began. */
function asked({ transcript }: ReturnType<typeof turnOfSteps>, { head, upTo }: WantedTranscript) {
  const from: number[] = [];
  const fetchFrom = async (first: number) => {
    from.push(first);
    return [...pageOf({ transcript }, { head, upTo, from: first }).entries];
  };
  return { from, fetchFrom };
}

/** The cache of a worker that made this step of a turn, and no other. */
function cacheAfter(turn: ReturnType<typeof turnOfSteps>, step: number): TranscriptCache {
  const cache = new TranscriptCache();
  const { after } = turn.wanted[step]!;
  cache.keepTranscript(RUN, after.head, turn.transcript.entries.slice(0, after.length));
  return cache;
}

test('nothing is known of a run that the worker never saw', () => {
  const turn = turnOfSteps(3);
  expect(knownEntries(turn.wanted[2]!, new TranscriptCache(), RUN).entries).toEqual([]);
});

test('a worker that made the step before lacks only the results of others', () => {
  const turn = turnOfSteps(3);
  const cache = cacheAfter(turn, 2);
  const { after, upTo } = turn.wanted[2]!;
  expect(knownEntries(turn.wanted[2]!, cache, RUN).entries).toHaveLength(after.length);
  cache.keepResult(turn.transcript.entries[after.length]!);
  expect(knownEntries(turn.wanted[2]!, cache, RUN).entries).toHaveLength(after.length + 1);
  cache.keepResult(turn.transcript.entries[after.length + 1]!);
  expect(knownEntries(turn.wanted[2]!, cache, RUN).entries).toHaveLength(upTo);
});

test('a worker that made an earlier step fetches only what came since', async () => {
  const turn = turnOfSteps(9);
  const wanted = turn.wanted[8]!;
  const known = knownEntries(wanted, cacheAfter(turn, 2), RUN);
  expect(known.entries).toHaveLength(turn.wanted[2]!.after.length);
  const { from, fetchFrom } = asked(turn, wanted);
  const entries = await completeTranscript(wanted, known, fetchFrom);
  expect(entries).toEqual(turn.transcript.entries.slice(0, wanted.upTo));
  expect(from).toEqual([known.entries.length]);
});

test('what it has of another course of the run is never sent: it asks for all', async () => {
  const turn = turnOfSteps(4);
  const lost = cacheAfter(turnOfSteps(4, 'lost'), 2);
  const wanted = turn.wanted[3]!;
  const known = knownEntries(wanted, lost, RUN);
  expect(known.entries.length).toBeGreaterThan(0);
  const { from, fetchFrom } = asked(turn, wanted);
  expect(await completeTranscript(wanted, known, fetchFrom)).toEqual(turn.transcript.entries.slice(0, wanted.upTo));
  expect(from).toEqual([known.entries.length, 0]);
});

test('an attempt after one whose answer was lost has the transcript as it was before that answer', () => {
  const turn = turnOfSteps(4);
  const cache = new TranscriptCache();
  cache.keepTranscript(RUN, 'of-a-lost-answer', [...turn.transcript.entries, call(9, 0, 'lost')]);
  const wanted = turn.wanted[3]!;
  expect(knownEntries(wanted, cache, RUN).entries).toEqual(turn.transcript.entries.slice(0, wanted.after.length));
});

test('a transcript with another head than the turn says is refused', async () => {
  const turn = turnOfSteps(2);
  const wanted = { ...turn.wanted[1]!, head: 'another' };
  const fetchFrom = async () => turn.transcript.entries.slice(0, wanted.upTo);
  await expect(completeTranscript(wanted, knownEntries(wanted, new TranscriptCache(), RUN), fetchFrom)).rejects.toThrow(
    RangeError,
  );
});

test('one transcript is kept for a run', () => {
  const turn = turnOfSteps(3);
  const cache = cacheAfter(turn, 1);
  const { after } = turn.wanted[2]!;
  cache.keepTranscript(RUN, after.head, turn.transcript.entries.slice(0, after.length));
  expect(cache.transcript(turn.wanted[1]!.after)).toBeUndefined();
  expect(cache.transcript(after)).toHaveLength(after.length);
});

test('a small transcript that came along is all that is needed, and is still held to its head', async () => {
  const turn = turnOfSteps(2);
  const wanted = { ...turn.wanted[1]!, entries: turn.transcript.entries.slice(0, turn.wanted[1]!.upTo) };
  const { from, fetchFrom } = asked(turn, wanted);
  const known = knownEntries(wanted, new TranscriptCache(), RUN);
  expect(await completeTranscript(wanted, known, fetchFrom)).toEqual(wanted.entries);
  expect(from).toEqual([]);

  const strange = knownEntries(
    { ...wanted, entries: turnOfSteps(2, 'b').transcript.entries.slice(0, wanted.upTo) },
    new TranscriptCache(),
    RUN,
  );
  expect(await completeTranscript(wanted, strange, fetchFrom)).toEqual(wanted.entries);
  expect(from).toEqual([0]);
});
