/** Limits on the command line: several add up, and what can't be one is refused with those that there are. */
import { turnLimit } from '../../src/cli/arguments.js';

test('limits add up, the last of a name counts', () => {
  const first = turnLimit('steps=5');
  expect(turnLimit('duration=10m', turnLimit('steps=7', first))).toEqual({ steps: 7, duration: '10m' });
  expect(first).toEqual({ steps: 5 });
  expect(turnLimit('cost=0.5', turnLimit('depth=0'))).toEqual({ cost: 0.5, depth: 0 });
});

test.each(['step=1', 'steps', 'steps=', '=5', '__proto__=1'])('%s is refused', (text) => {
  expect(() => turnLimit(text)).toThrow('Expected one of steps=…, toolCalls=…, tokens=…, duration=…, cost=…, depth=….');
});
