/** Texts are cut between characters as people see them, in a bounded look at the text. */
import fc from 'fast-check';
import { characterEnd, characterStart } from '../../src/protocol/whole-character.js';

const FAMILY = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
const LETTERS = [
  'a',
  '\n',
  '\r\n',
  'e\u0301',
  '\u{1f600}',
  '\u{1f44d}\u{1f3fd}',
  FAMILY,
  '\u{1f1e9}\u{1f1ea}',
  'न\u0940',
];

/** Places between the characters of a text. */
function places(text: string): number[] {
  const segments = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text);
  return [...Array.from(segments, ({ index }) => index), text.length];
}

test('the places around any place are those between characters', () => {
  const text = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 12 });
  fc.assert(
    fc.property(text, (whole) => {
      const all = places(whole);
      for (let at = 0; at <= whole.length; at += 1) {
        expect([at, characterStart(whole, at)]).toEqual([at, all.findLast((place) => place <= at)]);
        expect([at, characterEnd(whole, at)]).toEqual([at, all.find((place) => place >= at)]);
      }
    }),
    { seed: 5, numRuns: 300 },
  );
});

test('far into a long text it looks at its surroundings alone', () => {
  const text = FAMILY.repeat(500_000);
  const middle = FAMILY.length * 250_000;
  expect([characterStart(text, middle + 3), characterEnd(text, middle + 3)]).toEqual([middle, middle + FAMILY.length]);
});

test('a character without end is cut all the same, but never inside of a pair', () => {
  const text = `e${'\u0301'.repeat(500)}\u{1f600}${'\u200d\u{1f600}'.repeat(100)}`;
  for (let at = 100; at < text.length - 100; at += 1) {
    for (const place of [characterStart(text, at), characterEnd(text, at)]) {
      expect(text.slice(0, place).isWellFormed()).toBe(true);
    }
    expect(characterEnd(text, at)).toBeGreaterThanOrEqual(at);
    expect(at - characterStart(text, at)).toBeLessThanOrEqual(64);
  }
});

test('outside of the text it is one of its ends', () => {
  expect([characterStart('', 0), characterEnd('', 0), characterStart('ab', 9), characterEnd('ab', 9)]).toEqual([
    0, 0, 2, 2,
  ]);
  expect(characterStart('ab', -1)).toBe(0);
});
