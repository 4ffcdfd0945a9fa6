/** The head identifies a transcript: equal only for the same entries in the same order, however they were appended. */
import fc from 'fast-check';
import type { Entry } from '../../src/protocol/entry.js';
import { digest, EMPTY_HEAD, extendHead } from '../../src/protocol/head.js';
import { Transcript } from '../../src/protocol/transcript.js';

const entry = (id: string): Entry => ({ id, step: 1, item: { type: 'message' } });
const ids = fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 8 });

test('a head depends on the entries alone, not on how they were appended', () => {
  fc.assert(
    fc.property(ids, fc.nat(), (all, cut) => {
      const at = all.length === 0 ? 0 : cut % all.length;
      const grown = new Transcript(all.slice(0, at).map(entry));
      grown.append(all.slice(at).map(entry));
      expect(grown.mark).toEqual(new Transcript(all.map(entry)).mark);
      expect(grown.mark).toEqual({ length: all.length, head: extendHead(EMPTY_HEAD, all) });
      expect(grown.idsSince(at)).toEqual(all.slice(at));
    }),
    { seed: 4, numRuns: 300 },
  );
});

test('another entry, another order or another length is another head', () => {
  const heads = [['a', 'b'], ['b', 'a'], ['a'], ['a', 'b', 'c'], ['ab'], ['a.b'], []].map((all) =>
    extendHead(EMPTY_HEAD, all),
  );
  expect(new Set(heads).size).toBe(heads.length);
});

test('a digest has 20 hexadecimal digits, and is the one that SHA-256 begins with', () => {
  // SHA-256 of the empty text, as FIPS 180-4 gives it.
  expect(digest('')).toBe('e3b0c44298fc1c149afb');
  expect(digest('é')).toMatch(/^[0-9a-f]{20}$/);
});

test('a transcript takes a copy: what its maker does to the list later changes nothing', () => {
  const input = [entry('a')];
  const transcript = new Transcript(input);
  input.push(entry('b'));
  expect(transcript.entries).toHaveLength(1);
});
