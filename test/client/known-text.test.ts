import fc from 'fast-check';
import { extendText, MOST_KNOWN, readAll, unread, type KnownText, type ReadMark } from '../../src/client/known-text.js';

const preview = (tail: string, offset = 0, id = 'a', attempt = 1) => ({ id, attempt, offset, tail });

// Each place of the text is told apart from its neighbours.
const WHOLE = Array.from({ length: 360_001 }, (_, i) => String.fromCharCode(0x4e00 + (i % 20_000))).join('');

test('a watcher of any speed reads the text once, in order; what it missed is counted', () => {
  const look = fc.record({ more: fc.nat(3_000), tail: fc.integer({ min: 1, max: 800 }), read: fc.boolean() });
  fc.assert(
    fc.property(fc.array(look, { minLength: 1, maxLength: 120 }), (looks) => {
      let end = 1;
      let known: KnownText | undefined;
      let mark: ReadMark | undefined;
      let heard = 0;
      looks.forEach(({ more, tail, read }, i) => {
        end += more;
        const offset = Math.max(0, end - tail);
        known = extendText(known, preview(WHOLE.slice(offset, end), offset), i);
        expect(known.text.length).toBeLessThanOrEqual(MOST_KNOWN);
        if (!read && i < looks.length - 1) return;
        const delta = unread(1, known, mark);
        mark = readAll(known);
        if (!delta) return;
        const from = heard + (delta.missing ?? 0);
        expect(delta.text).toBe(WHOLE.slice(from, end));
        heard = end;
      });
      expect(heard).toBe(end);
    }),
    { seed: 5, numRuns: 50 },
  );
});

test('a tail that is older than what is known changes nothing', () => {
  const known = extendText(extendText(undefined, preview('hello'), 1), preview('world', 5), 2);
  expect(extendText(known, preview('hello'), 3)).toBe(known);
  expect(unread(1, known, readAll(known))).toBeUndefined();
});

test('another text voids what was told, but is no restart for who was told nothing', () => {
  const first = extendText(undefined, preview('Once'), 1);
  const second = extendText(first, preview('Long ago', 0, 'b', 2), 2);
  expect(unread(3, second, readAll(first))).toEqual({
    type: 'text-delta',
    at: 2,
    step: 3,
    attempt: 2,
    text: 'Long ago',
    restart: true,
  });
  expect(unread(3, second, undefined)).not.toHaveProperty('restart');
});

test('what is kept begins with a whole character', () => {
  const long = '\u{1F600}'.repeat(MOST_KNOWN / 2);
  const { text, offset } = extendText(extendText(undefined, preview(long), 1), preview('x', long.length), 2);
  expect([offset, text.codePointAt(0)]).toEqual([2, 0x1f600]);
});
