/** Pages that follow each other give the text whole, whatever it holds. */
import fc from 'fast-check';
import { textPage, type PageWish } from '../../src/protocol/text-page.js';

const TEXT = 'one\ntwo\n\nfour';

test.each([
  [{ length: 5 }, { text: 'one\nt', offset: 0, line: 1, next: 5 }],
  [
    { offset: 4, length: 100 },
    { text: 'two\n\nfour', offset: 4, line: 2 },
  ],
  [
    { line: 2, length: 100, lines: 1 },
    { text: 'two\n', offset: 4, line: 2, next: 8 },
  ],
  [
    { offset: 1, length: 100, lines: 2 },
    { text: 'ne\ntwo\n', offset: 1, line: 1, next: 8 },
  ],
  [
    { line: 3, length: 100, lines: 5 },
    { text: '\nfour', offset: 8, line: 3 },
  ],
  [
    { line: 99, length: 100 },
    { text: '', offset: 13, line: 4 },
  ],
  [
    { offset: 99, length: 100 },
    { text: '', offset: 13, line: 4 },
  ],
  [
    { offset: 3, length: 3, text: 'ab\u{1f44d}\u{1f3fd}cd' },
    { text: '\u{1f44d}\u{1f3fd}', offset: 2, line: 1, next: 6 },
  ],
])('%j', ({ text = TEXT, ...wish }: PageWish & { text?: string }, page) => {
  expect(textPage(text, wish)).toEqual(page);
});

test('page by page nothing is left out, told twice, or cut in half', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '\n', 'e\u0301', '\u{1f600}', '\r', '\u{1f44d}\u{1f3fd}'),
    maxLength: 200,
  });
  const wish = fc.record({ length: fc.integer({ min: 1, max: 50 }), lines: fc.option(fc.integer({ min: 1, max: 4 })) });
  fc.assert(
    fc.property(text, wish, (whole, { length, lines }) => {
      let told = '';
      for (let offset: number | undefined = 0; offset !== undefined;) {
        const page = textPage(whole, { offset, length, ...(lines !== null && { lines }) });
        expect(page.text.isWellFormed()).toBe(true);
        expect(page.line).toBe(whole.slice(0, page.offset).split('\n').length);
        told += page.text;
        offset = page.next;
      }
      expect(told).toBe(whole);
    }),
    { seed: 11, numRuns: 300 },
  );
});
