/** Wide fan-outs: within Temporal's limits on events, pending activities and messages, and the API's 128 calls. */
import { calls, say } from '../../src/testing.js';
import { numbered, numberedCall, toldIn } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

test.each([1, 128, 129, 600])('%i calls in one step', async (count) => {
  const bench = await turnBench({
    tools: [numbered((n) => n, 'numbered', 500)],
    agent: { maxParallel: 500, limits: { toolCalls: 1_000 } },
    model: { script: [calls(...Array.from({ length: count }, (_, n) => numberedCall(n))), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: count } });
    expect(toldIn(bench.model, 2).map((message) => message.content)).toEqual(
      Array.from({ length: count }, (_, n) => String(n)),
    );
  } finally {
    await bench.close();
  }
});

test('30 calls with 200 KB of arguments each in one step: 6 MB that no payload and no message could hold', async () => {
  const pad = 'p'.repeat(200_000);
  const bench = await turnBench({
    tools: [numbered((n) => n)],
    agent: { maxParallel: 100, limits: { tokens: 100_000_000 } },
    model: {
      script: [
        calls(...Array.from({ length: 30 }, (_, n) => numberedCall(n, `call_${n}`, 'numbered', pad))),
        say('done'),
      ],
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 30 } });
    expect(toldIn(bench.model, 2).map((message) => message.content)).toEqual(
      Array.from({ length: 30 }, (_, n) => String(n)),
    );
    const recorded = await turn.calls();
    expect(recorded).toHaveLength(30);
    expect(recorded.every((call) => call.outcome === 'ok' && call.arguments.includes(pad))).toBe(true);
  } finally {
    await bench.close();
  }
});

test('with a bound of 5, ten calls start five, and then one as each ends', async () => {
  let open = 0;
  let most = 0;
  const begun: number[] = [];
  const waiting: (() => void)[] = [];
  let allFive: () => void;
  const five = new Promise<void>((resolve) => (allFive = resolve));
  const tool = numbered(
    async (n) => {
      begun.push(n);
      open += 1;
      most = Math.max(most, open);
      if (begun.length <= 5) {
        if (begun.length === 5) allFive();
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      open -= 1;
      return n;
    },
    'numbered',
    5,
  );
  const bench = await turnBench({
    tools: [tool],
    agent: { maxParallel: 10 },
    model: { script: [calls(...Array.from({ length: 10 }, (_, n) => numberedCall(n))), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    await five;
    expect(begun.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    // One ends, one starts; the others still hold their places.
    waiting.shift()!();
    for await (const event of turn.events()) if (event.type === 'call-finished') break;
    while (begun.length < 6) await new Promise((resolve) => setImmediate(resolve));
    expect(begun[5]).toBe(5);
    for (const go of waiting) go();
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 10 } });
    expect(most).toBe(5);
  } finally {
    await bench.close();
  }
});
