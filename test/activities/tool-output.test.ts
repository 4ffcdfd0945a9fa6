/** What a tool returned, as text: whole or cut in the middle, never over the bounds, never half a character. */
import fc from 'fast-check';
import { OutputNotSerialisable, toolOutput } from '../../src/activities/tool-output.js';

const WIDE = { maxChars: 1_000_000 };

test.each<[string, unknown, string]>([
  ['a text', 'as it is', 'as it is'],
  ['an empty text', '', ''],
  ['undefined', undefined, ''],
  ['null', null, 'null'],
  ['a number', 0, '0'],
  ['a list', [1, 'a'], '[1,"a"]'],
  ['an object', { a: [null], b: undefined }, '{"a":[null]}'],
  ['a date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
  ['half a character', 'a\ud800b', 'a\ufffdb'],
])('%s', (_what, value, output) => {
  expect(toolOutput(value, WIDE)).toEqual({ output });
});

const circular: { self?: unknown } = {};
circular.self = circular;
const refusing = {
  toJSON: () => {
    throw new Error('not me');
  },
};

test.each<[string, unknown]>([
  ['a BigInt', 1n],
  ['a function', () => 1],
  ['a circular object', circular],
  ['an object that refuses', refusing],
])('%s can not be written, and the error says so in one line', (_what, value) => {
  expect(() => toolOutput(value, WIDE)).toThrow(OutputNotSerialisable);
  expect(() => toolOutput(value, WIDE)).toThrow(/^the tool ran, but what it returned can't be written as JSON: .+$/);
});

test('what JSON would lose is an error that names the place', () => {
  const rows = [{ id: 1, tags: new Map([['a', 1]]) }];
  expect(() => toolOutput({ rows }, WIDE)).toThrow(
    "the tool ran, but what it returned can't be written as JSON: output.rows[0].tags is an object of class Map, which JSON can't hold",
  );
});

test('an error is made whatever the cause', () => {
  for (const cause of [Object.create(null), Object.assign(new Error('x'), { message: 5 }), Symbol('s')]) {
    expect(new OutputNotSerialisable(cause).message).toMatch(/written as JSON: .+$/);
  }
});

test('a long text is cut in the middle, and says how much is missing', () => {
  const { output, cut } = toolOutput(`HEAD${'x'.repeat(5_000)}TAIL`, { maxChars: 200 });
  expect(output).toMatch(/^HEADx+\n\[… \d+ characters were cut …\]\nx+TAIL$/);
  expect(output.length).toBeLessThanOrEqual(200);
  expect(output).toContain(`${cut} characters`);
  expect(cut).toBe(5_008 - output.replace(/\n\[.*\]\n/, '').length);
});

test('a long list is cut by items', () => {
  const { output } = toolOutput([1, 2, 3, 4], { ...WIDE, maxItems: 2 });
  expect(JSON.parse(output)).toEqual([1, 2, '… 2 more items were cut']);
  expect(toolOutput([1, 2], { ...WIDE, maxItems: 2 }).output).toBe('[1,2]');
});

test('5 MB fit into a payload, and a share of the step is kept to', () => {
  const text = '\u0001é\u{1f600}'.repeat(1_300_000);
  const most = (maxBytes?: number) =>
    Buffer.byteLength(JSON.stringify(toolOutput(text, { maxChars: 1e9, maxBytes }).output));
  expect(most()).toBeLessThanOrEqual(1_900_000);
  expect(most(50_000)).toBeLessThanOrEqual(50_000);
});

test('head and tail are cut between characters as people see them, and so is what is kept of the whole', () => {
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
  for (let most = 100; most < 140; most += 1) {
    const keep = { call: '1.0', room: () => 700, within: 100_000 };
    const { output, whole } = toolOutput(family.repeat(300), { maxChars: most, keep });
    const told = output.replace(/\n\[… .*\]\n/, '');
    expect([most, told]).toEqual([most, family.repeat(told.length / family.length)]);
    expect(whole!.text).toBe(family.repeat(whole!.text.length / family.length));
  }
});

test('whatever the text and the bounds: within them, well formed, and the mark is true', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', '\u{1f600}', '\ud83d', '\u0000', '"', '\n'),
    maxLength: 600,
  });
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 100, max: 500 }),
      fc.integer({ min: 100, max: 3_000 }),
      (value, maxChars, maxBytes) => {
        const { output, cut } = toolOutput(value, { maxChars, maxBytes });
        expect(output.length).toBeLessThanOrEqual(maxChars);
        expect(Buffer.byteLength(JSON.stringify(output))).toBeLessThanOrEqual(maxBytes);
        expect(output.isWellFormed()).toBe(true);
        if (cut === undefined) expect(output).toBe(value.toWellFormed());
        else expect(output).toContain(`[… ${cut} characters were cut …]`);
      },
    ),
    { seed: 7, numRuns: 500 },
  );
});
