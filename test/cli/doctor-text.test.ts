/** The doctor's table of calls, where it can't show all of them. */
import { callTable } from '../../src/cli/doctor-text.js';
import { plain } from '../../src/cli/terminal.js';
import type { CheckedCall } from '../../src/doctor/finding.js';

const call = (place: number, state: CheckedCall['state']): CheckedCall => {
  const at = `messages[${place}].tool_calls[0]`;
  return { callId: `call_${place}`, tool: 'f', at, position: 0, state };
};
const calls = (count: number, wrong: readonly number[]) =>
  Array.from({ length: count }, (_, place) => call(place, wrong.includes(place) ? 'missing' : 'ok'));

test('500 calls are all shown', () => {
  expect(callTable(calls(500, []), [], plain).split('\n')).toHaveLength(501);
});

test('of more calls those are shown that something is wrong with', () => {
  const lines = callTable(calls(200_000, [7, 199_999]), [], plain).split('\n');
  expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual(['call_7', 'call_199999', '…']);
  expect(lines.at(-1)).toBe('… 2 of 200000 calls are shown; --json has all');
});

test('where nothing is wrong the first ones are shown', () => {
  const lines = callTable(calls(501, []), [], plain).split('\n');
  expect(lines).toHaveLength(502);
  expect(lines.at(-1)).toBe('… 500 of 501 calls are shown; --json has all');
});
