/** What of an output is told and kept, by the room that a payload, the step, the run and external storage have. */
import { markStored, outputRoom } from '../../src/activities/output-room.js';
import { toolOutput } from '../../src/activities/tool-output.js';
import { content, defineAgent, defineTool } from '../../src/index.js';

const agent = defineAgent({ name: 'a', model: 'm' });
const input = { agent: 'a', step: 3, position: 1, callId: 'c', args: {} };
const text = 'abcdefghij'.repeat(100_000);
const storage = { payloadSizeThreshold: 262_144 };

const outputOf = (value: unknown, more: object = {}, stored?: typeof storage) =>
  toolOutput(value, { maxChars: 1_000, ...outputRoom({ ...input, ...more }, agent, 't', stored) });

test('the whole is kept beside the cut, or its beginning, and the mark says which', () => {
  const short = 'x'.repeat(2_000);
  const { output, whole, cut } = outputOf(short);
  expect(whole).toEqual({ text: short });
  expect(output).toContain(`[… ${cut} characters were cut: read_output {"call":"3.1"} pages through all 2000 …]`);

  const long = outputOf(text);
  expect(long.whole!.text.length + long.whole!.lost!).toBe(text.length);
  expect(text.startsWith(long.whole!.text)).toBe(true);
  expect(long.whole!.text.length).toBeGreaterThan(450_000);
  expect(Buffer.byteLength(JSON.stringify(long))).toBeLessThan(500_000);
});

test('less room keeps less, and none where it would say no more than is told', () => {
  expect(outputOf(text, { keepBytes: 50_000 }).whole!.text.length).toBeGreaterThan(48_000);
  expect(outputOf(text, { keepBytes: 900 }).whole).toBeUndefined();
  expect(outputOf(text, { maxBytes: 100_000 }).whole!.text.length).toBeLessThan(100_000);
  expect(outputOf('x'.repeat(1_000)).whole).toBeUndefined();
});

test('external storage takes what is larger than its threshold, and that is said', () => {
  const kept = outputOf(text, { keepBytes: 900 }, storage);
  expect(kept.whole).toEqual({ text });
  expect(markStored({ id: 'i', ...kept }, storage).stored).toBe(true);
  expect(markStored({ id: 'i', ...kept }, undefined).stored).toBeUndefined();
  expect(outputOf('y'.repeat(2_000), { keepBytes: 900 }, storage).whole).toBeUndefined();
});

test('of a list that is cut by items the whole is all of it; of parts, their texts', () => {
  const list = outputOf(['a', 'b', 'c']);
  expect(list).toEqual({ output: '["a","b","c"]' });
  const { output, whole } = toolOutput(['a', 'b', 'c'], {
    maxChars: 1_000,
    maxItems: 1,
    ...outputRoom(input, agent, 't', undefined),
  });
  // What is told of so short a list is longer than the list.
  expect([output, whole]).toEqual(['["a","… 2 more items were cut"]', undefined]);
  const long = Array.from({ length: 100 }, (_, n) => `item ${n}`);
  const cut = toolOutput(long, { maxChars: 1_000, maxItems: 1, ...outputRoom(input, agent, 't', undefined) });
  expect(JSON.parse(cut.whole!.text)).toEqual(long);
  expect(JSON.parse(cut.output)).toHaveLength(2);

  const image = { type: 'input_image', image_url: 'https://x.test/a.png' } as const;
  const parts = outputOf(content([{ type: 'input_text', text }, image]));
  expect(parts.whole!.text.startsWith('abcdefghij')).toBe(true);
  expect(parts.content![1]).toEqual(image);
});

test('what read_output gives, and outputs of agents without it, are not kept', () => {
  const silent = defineAgent({ name: 'a', model: 'm', readOutput: false });
  const own = defineTool({ name: 'read_output', description: 'x', parameters: { type: 'object' }, execute: () => '' });
  expect(outputRoom(input, silent, 't', undefined).keep).toBeUndefined();
  expect(outputRoom(input, agent, 'read_output', undefined).keep).toBeUndefined();
  expect(defineAgent({ name: 'a', model: 'm', tools: [own] }).readOutput).toBe(false);
  expect(() => defineAgent({ name: 'a', model: 'm', tools: [own], readOutput: true })).toThrow(
    `readOutput: expected false beside a tool of the agent's own that is named "read_output", got true`,
  );
});
