/** The same call of steps in a row is counted, however its arguments are written; calls within one step are not. */
import { nextRepeats, repeatKey, type Repeats } from '../../src/protocol/repeats.js';
import { toolCallsOf, type ToolCall } from '../../src/protocol/tool-call.js';
import { call } from './items.js';

const asked = (...calls: [name: string, args: string][]): ToolCall[] =>
  toolCallsOf(calls.map(([name, args], i) => ({ id: `e${i}`, step: 1, item: call(`c${i}`, name, args) })));

test('equal data is the same call, whatever the order of fields and the spaces', () => {
  const [one, same, other, tool, broken] = asked(
    ['f', '{"a":1,"b":[1,2]}'],
    ['f', '{ "b": [1, 2], "a": 1 }'],
    ['f', '{"a":1,"b":[2,1]}'],
    ['g', '{"a":1,"b":[1,2]}'],
    ['f', '{"a":1'],
  ).map(repeatKey);
  expect(same).toBe(one);
  expect(new Set([one, other, tool, broken]).size).toBe(4);
});

const stepsOf = (repeats: Repeats) => repeats.map(([, steps]) => steps);

test('steps in a row are counted, and one without the call begins anew', () => {
  const f: [string, string] = ['f', '{}'];
  let repeats: Repeats = [];
  const after = (...calls: [string, string][]) => stepsOf((repeats = nextRepeats(repeats, asked(...calls))));
  expect(after(f)).toEqual([1]);
  expect(after(f, f, ['g', '{}'])).toEqual([2, 1]);
  expect(after(f, ['__proto__', '{}'])).toEqual([3, 1]);
  expect(after(['g', '{}'])).toEqual([1]);
  expect(after(f)).toEqual([1]);
});

test('what goes along into a next run stays small', () => {
  const long = JSON.stringify({ text: 'x'.repeat(100_000) });
  const carried = JSON.stringify(nextRepeats([], asked(['f', long])));
  expect(carried.length).toBeLessThan(100);
  expect(stepsOf(nextRepeats(JSON.parse(carried) as Repeats, asked(['f', long])))).toEqual([2]);
  const wide = asked(...Array.from({ length: 2_000 }, (_, n): [string, string] => ['f', `{"n":${n}}`]));
  expect(nextRepeats([], wide)).toHaveLength(500);
});
