/** A worker's memory of turns: a hit is the very transcript that was asked for, and memory is bounded. */
import { TranscriptCache } from '../../src/activities/transcript-cache.js';
import type { Entry } from '../../src/protocol/entry.js';
import { EMPTY_HEAD } from '../../src/protocol/head.js';
import { Transcript } from '../../src/protocol/transcript.js';

const entry = (id: string, size = 10): Entry => ({ id, step: 1, item: { type: 'message', content: 'x'.repeat(size) } });
const transcript = (...ids: string[]) => new Transcript(ids.map((id) => entry(id)));

test('a transcript is found by its head alone; the empty one needs no keeping', () => {
  const cache = new TranscriptCache();
  const kept = transcript('a', 'b');
  expect(cache.transcript({ length: 0, head: EMPTY_HEAD })).toEqual([]);
  expect(cache.transcript(kept.mark)).toBeUndefined();
  cache.keepTranscript('run', kept.mark.head, kept.entries);
  expect(cache.transcript(kept.mark)).toEqual(kept.entries);
  expect(cache.transcript(transcript('a').mark)).toBeUndefined();
  expect(cache.transcript(transcript('b', 'a').mark)).toBeUndefined();
});

test('a run keeps its newest transcript alone; other runs keep theirs', () => {
  const cache = new TranscriptCache();
  const [first, grown, other] = [transcript('a'), transcript('a', 'b'), transcript('x')];
  cache.keepTranscript('one', first.mark.head, first.entries);
  cache.keepTranscript('two', other.mark.head, other.entries);
  cache.keepTranscript('one', grown.mark.head, grown.entries);
  expect(cache.transcript(first.mark)).toBeUndefined();
  expect(cache.transcript(grown.mark)).toEqual(grown.entries);
  expect(cache.transcript(other.mark)).toEqual(other.entries);
});

test('the same transcript kept twice stays', () => {
  const cache = new TranscriptCache();
  const kept = transcript('a');
  cache.keepTranscript('run', kept.mark.head, kept.entries);
  cache.keepTranscript('run', kept.mark.head, kept.entries);
  expect(cache.transcript(kept.mark)).toEqual(kept.entries);
});

test('memory is bounded: the transcript that was not used for longest goes first', () => {
  const cache = new TranscriptCache(5_000);
  const turns = ['a', 'b', 'c'].map((id) => new Transcript([entry(id, 2_000)]));
  turns.forEach((turn, n) => cache.keepTranscript(`run ${n}`, turn.mark.head, turn.entries));
  expect(turns.map((turn) => cache.transcript(turn.mark) !== undefined)).toEqual([false, true, true]);
});

test('a transcript larger than the memory is not kept, and does no harm', () => {
  const cache = new TranscriptCache(1_000);
  const large = new Transcript([entry('a', 5_000)]);
  cache.keepTranscript('run', large.mark.head, large.entries);
  expect(cache.transcript(large.mark)).toBeUndefined();
});

test('a transcript that was compacted counts by what it has now, however often', () => {
  const cache = new TranscriptCache(10_000);
  for (let n = 0; n < 10; n += 1) {
    const [grown, compacted] = [[entry(`${n}`), entry(`long ${n}`, 4_000)], [entry(`summary ${n}`)]];
    for (const entries of [grown, compacted]) {
      const { mark } = new Transcript(entries);
      cache.keepTranscript('run', mark.head, entries);
      expect([n, cache.transcript(mark)]).toEqual([n, entries]);
    }
  }
});

test('results are found by entry id, headers by run', () => {
  const cache = new TranscriptCache();
  cache.keepResult(entry('__proto__'));
  expect(cache.result('__proto__')).toEqual(entry('__proto__'));
  expect(cache.result('constructor')).toBeUndefined();
  cache.keepHeader('run', { tools: [], agent: 'a' });
  expect(cache.header('run')).toEqual({ tools: [], agent: 'a' });
  expect(cache.header('other')).toBeUndefined();
});
