import { LiveLines } from '../../src/cli/live-lines.js';
import { plain } from '../../src/cli/terminal.js';
import type { TurnEvent } from '../../src/client.js';

const call = { step: 1, position: 2, callId: 'c', name: 'get_weather', arguments: '{"city":"Paris","days":[1]}' };
const item = { type: 'message' };

function linesOf(...events: TurnEvent[]): string[] {
  const lines = new LiveLines(plain);
  return events.flatMap((event) => lines.of(event));
}

test('a call is told when it starts and when its result is recorded', () => {
  expect(
    linesOf(
      { type: 'call-started', at: 1, ...call },
      { type: 'call-finished', at: 2, ...call, outcome: 'ok', output: 'secret', attempts: 1, ms: 132 },
      { type: 'call-finished', at: 2, ...call, outcome: 'timeout', output: 'too\nlate', attempts: 3, ms: 2100 },
      { type: 'call-finished', at: 2, ...call, outcome: 'unknown_tool', output: 'no such tool', attempts: 0 },
      { type: 'call-finished', at: 2, ...call, outcome: 'error', output: 'Error: boom', attempts: 1 },
    ),
  ).toEqual([
    '→ 1.2 get_weather(city: "Paris", days: […])',
    '✓ 1.2 get_weather ok 132 ms',
    '✗ 1.2 get_weather timeout 2.1 s ×3: too late',
    '✗ 1.2 get_weather unknown_tool: no such tool',
    '✗ 1.2 get_weather error: boom',
  ]);
});

test('what the model says beside calls is told, the answer itself is not', () => {
  const said = (text: string): TurnEvent => ({ type: 'message', at: 1, step: 1, text, item });
  const started: TurnEvent = { type: 'call-started', at: 2, ...call, arguments: 'no json' };
  expect(linesOf(said('I look it up.'), started, started, said('Sunny.'))).toEqual([
    '· I look it up.',
    '→ 1.2 get_weather(no json)',
    '→ 1.2 get_weather(no json)',
  ]);
});

test('no line holds a control character or is over 120 columns', () => {
  const name = '\u001b[31mred\u0007';
  const lines = linesOf(
    { type: 'call-started', at: 1, ...call, name, arguments: `{"a":"${'x'.repeat(10_000)}"}` },
    {
      type: 'call-finished',
      at: 1,
      ...call,
      name,
      outcome: 'error',
      output: `\u009b2J${'y'.repeat(500)}`,
      attempts: 1,
    },
  );
  for (const line of lines) {
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(line.length).toBeLessThanOrEqual(120);
  }
});

test('a reset voids what was told', () => {
  const restarted: TurnEvent = { type: 'turn-restarted', at: 1, turnId: 't', agent: 'a' };
  expect(linesOf(restarted)).toEqual(['the turn was reset: what was told of it before is void']);
});
