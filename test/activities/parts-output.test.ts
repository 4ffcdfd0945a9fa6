/** What a tool returned by `content`: texts are cut, pictures never, and what is too large is an error by itself. */
import { OutputNotSerialisable, OutputTooLarge, toolOutput } from '../../src/activities/tool-output.js';
import { content, type ContentPart } from '../../src/index.js';

const text = (said: string): ContentPart => ({ type: 'input_text', text: said });
const image = (chars = 10): ContentPart => ({
  type: 'input_image',
  image_url: `data:image/png;base64,${'a'.repeat(chars)}`,
});

test('the parts are kept, and their text beside them', () => {
  const parts = [text('a plot'), image()];
  expect(toolOutput(content(parts), { maxChars: 6 })).toStrictEqual({ output: 'a plot\n[image]', content: parts });
});

test('maxChars is for texts: the first are kept, no picture is cut', () => {
  const parts = [text('x'.repeat(100)), image(1_000), text('y'.repeat(300))];
  const { output, content: kept = [], cut } = toolOutput(content(parts), { maxChars: 200 });
  expect(kept.slice(0, 2)).toEqual(parts.slice(0, 2));
  const last = (kept[2] as { text: string }).text;
  expect(last).toMatch(/^y+\n\[… \d+ characters were cut …\]\ny+$/);
  expect(last.length).toBeLessThanOrEqual(100);
  expect(cut).toBe(300 - (last.match(/y/g)?.length ?? 0));
  expect(output).toBe(`${'x'.repeat(100)}\n[image]\n${last}`);
});

test.each([
  ['a payload', 1_900_000, undefined],
  ["a step's share", 500_000, 500_000],
])('what is over %s is refused, not cut', (_what, most, maxBytes) => {
  const bounds = { maxChars: 10, ...(maxBytes !== undefined && { maxBytes }) };
  expect(toolOutput(content([image(most - 200)]), bounds).output).toBe('[image]');
  expect(() => toolOutput(content([image(most)]), bounds)).toThrow(OutputTooLarge);
  expect(() => toolOutput(content([image(most)]), bounds)).toThrow(/output is too large: its parts have \d+ bytes/);
});

test('inside of another value it would be told as text, so it is refused', () => {
  const nested = () => toolOutput({ plot: content([image()]) }, { maxChars: 1_000 });
  expect(nested).toThrow(OutputNotSerialisable);
  expect(nested).toThrow(/execute must return it by itself/);
});
