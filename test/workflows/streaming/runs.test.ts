/** A streaming turn that goes on in several runs: the text of each step is told before its message, and no step twice. */
import type { TurnEvent } from '../../../src/client.js';
import { call, say } from '../../../src/testing.js';
import { numbered } from '../../harness/echo-tools.js';
import { longBench } from '../../harness/long-bench.js';

const STEPS = 12;

test('watched over its runs, each text is the beginning of what the message says then', async () => {
  const bench = await longBench(40, {
    tools: [numbered((n) => n)],
    agent: { limits: { steps: 100 } },
    model: {
      // Slow enough that heartbeats tell of the text while it comes.
      faults: [{ on: (number) => number % 3 === 0, fault: { paceMs: 150 } }],
      script: (_request, { conversation: { step } }) => {
        const text = `Step ${step}: ${'thinking it over, '.repeat(3)}done.`;
        return step <= STEPS ? { ...call('numbered', { n: step }, `call_${step}`), text } : say(text);
      },
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'Go on.', { stream: true });
    const events: TurnEvent[] = [];
    for await (const event of turn.events()) events.push(event);
    expect((await bench.runsOf(turn.turnId)).length).toBeGreaterThan(2);
    expect(events.filter(({ type }) => type === 'turn-started' || type === 'turn-restarted')).toHaveLength(1);
    const told = new Map<number, string>();
    const messages: number[] = [];
    for (const event of events) {
      if (event.type === 'text-delta') {
        expect(messages).not.toContain(event.step);
        told.set(event.step, (event.restart ? '' : (told.get(event.step) ?? '')) + event.text);
      }
      if (event.type !== 'message') continue;
      messages.push(event.step);
      expect(event.text.startsWith(told.get(event.step) ?? '')).toBe(true);
    }
    expect(messages).toEqual(Array.from({ length: STEPS + 1 }, (_, i) => i + 1));
    const streamed = [...told.keys()];
    expect(Math.max(...streamed) - Math.min(...streamed)).toBeGreaterThan(STEPS / 2);
  } finally {
    await bench.close();
  }
}, 120_000);
