/** Pages of a transcript: only for the head that was asked for, well under 2 MB, and all of it in the end. */
import type { Entry } from '../../src/protocol/entry.js';
import { EMPTY_HEAD, extendHead } from '../../src/protocol/head.js';
import { message } from '../../src/protocol/item.js';
import { Transcript } from '../../src/protocol/transcript.js';
import { pageOf } from '../../src/workflows/serve-queries.js';

const entry = (id: string, size = 10): Entry => ({ id, step: 0, item: message('user', 'x'.repeat(size)) });
const stateOf = (entries: readonly Entry[]) => ({ transcript: new Transcript(entries) });
const headOf = (entries: readonly Entry[]) =>
  extendHead(
    EMPTY_HEAD,
    entries.map(({ id }) => id),
  );

/** All pages from an entry on. */
function pages(entries: readonly Entry[], from = 0): Entry[][] {
  const all: Entry[][] = [];
  const query = { head: headOf(entries), upTo: entries.length };
  for (let next: number | undefined = from; next !== undefined;) {
    const page = pageOf(stateOf(entries), { ...query, from: next });
    all.push([...page.entries]);
    next = page.next;
  }
  return all;
}

test('a small transcript is one page, from wherever it is asked for', () => {
  const entries = ['a', 'b', 'c'].map((id) => entry(id));
  expect(pages(entries)).toEqual([entries]);
  expect(pages(entries, 2)).toEqual([entries.slice(2)]);
  expect(pages(entries, 3)).toEqual([[]]);
});

test('a large one comes in pages of at most 1 MB, whole and in order', () => {
  const entries = Array.from({ length: 25 }, (_, n) => entry(`e${n}`, 200_000));
  const all = pages(entries);
  expect(all.flat()).toEqual(entries);
  expect(all.length).toBeGreaterThan(4);
  for (const page of all) expect(JSON.stringify(page).length).toBeLessThan(1_100_000);
});

test('an entry larger than a page stands alone', () => {
  const entries = [entry('a'), entry('b', 1_500_000), entry('c')];
  expect(pages(entries).map((page) => page.map(({ id }) => id))).toEqual([['a'], ['b'], ['c']]);
});

test('pages are measured in bytes, not in characters', () => {
  const wide = Array.from({ length: 4 }, (_, n): Entry => ({
    id: `e${n}`,
    step: 0,
    item: message('user', 'é'.repeat(300_000)),
  }));
  expect(pages(wide).map((page) => page.length)).toEqual([1, 1, 1, 1]);
});

test('a beginning is served as long as it is the one that was asked for', () => {
  const entries = ['a', 'b', 'c'].map((id) => entry(id));
  const head = headOf(entries.slice(0, 2));
  expect(pageOf(stateOf(entries), { head, upTo: 2, from: 0 })).toEqual({ entries: entries.slice(0, 2) });
});

test.each([
  ['another transcript', 'x', 3],
  ['a longer one than there is', headOf(['a', 'b', 'c', 'd'].map((id) => entry(id))), 4],
  ['the right head with another length', headOf(['a', 'b', 'c'].map((id) => entry(id))), 2],
])('refused: %s', (_what, head, upTo) => {
  const entries = ['a', 'b', 'c'].map((id) => entry(id));
  expect(() => pageOf(stateOf(entries), { head, upTo, from: 0 })).toThrow(RangeError);
});
