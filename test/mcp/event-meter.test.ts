/** The bytes of an event, however a stream of them is cut into chunks. */
import fc from 'fast-check';
import { EventMeter } from '../../src/mcp/event-meter.js';

const LINES = ['data: {"a":1}', 'event: message', ': a comment', '', 'id: 7', 'identity: no id', 'd'];

/** The longest event of a text, by its lines. */
function longestOf(text: string): number {
  let event = 0;
  let longest = 0;
  for (const [line] of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    event += line.length;
    longest = Math.max(longest, event);
    if (/^[\r\n]+$/.test(line)) event = 0;
  }
  return longest;
}

test('the longest event is the same, whichever way lines end and chunks are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...LINES)),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.nat(20)),
      (lines, end, cuts) => {
        const text = lines.map((line) => line + end).join('');
        const meter = new EventMeter();
        const bytes = new TextEncoder().encode(text);
        let longest = 0;
        let at = 0;
        for (const size of [...cuts, bytes.length]) {
          longest = Math.max(longest, meter.longest(bytes.subarray(at, at + size)));
          at += size;
        }
        // The line end that ends an event counts for it, for the next one, or for none.
        expect(Math.abs(longest - longestOf(text))).toBeLessThanOrEqual(2);
        expect(meter.sawId).toBe(lines.includes('id: 7'));
      },
    ),
  );
});
