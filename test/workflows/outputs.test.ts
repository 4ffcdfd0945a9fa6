/** What tools return and throw, and what the model is told of it. One turn, one call for each odd output. */
import { ToolError } from '../../src/index.js';
import { calls, say } from '../../src/testing.js';
import { numbered, numberedCall, toldIn } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

const circular: Record<string, unknown> = {};
circular.self = circular;

/** By number: what the tool does, and how its call must end. */
const CASES: [string, () => unknown, string, string | RegExp][] = [
  ['nothing', () => '', 'ok', ''],
  ['undefined', () => undefined, 'ok', ''],
  ['null', () => null, 'ok', 'null'],
  ['zero', () => 0, 'ok', '0'],
  ['a lone surrogate', () => 'a\ud800b', 'ok', 'a\ufffdb'],
  ['a NUL', () => 'a\u0000b', 'ok', 'a\u0000b'],
  ['a BigInt', () => 1n, 'error', /can't be written as JSON/],
  ['a circular object', () => circular, 'error', /can't be written as JSON/],
  ['a thrown text', () => Promise.reject('plain text'), 'error', 'Error: plain text'],
  ['a thrown object', () => Promise.reject({ code: 7 }), 'error', /Error: .*7/],
  ['a thrown null', () => Promise.reject(null), 'error', /^Error: /],
  ['a ToolError', () => Promise.reject(new ToolError('No such order: 17.')), 'error', 'Error: No such order: 17.'],
  ['a 404', () => Promise.reject(Object.assign(new Error('gone'), { status: 404 })), 'error', 'Error: gone'],
];

test('every output is told truly, and no failure reaches a sibling', async () => {
  let runs = 0;
  const tool = numbered((n) => {
    runs += 1;
    return CASES[n]![1]();
  });
  const bench = await turnBench({
    tools: [tool],
    model: { script: [calls(...CASES.map((_, n) => numberedCall(n))), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed' });
    const told = toldIn(bench.model, 2).map((message) => message.content);
    const outcomes = (await turn.calls()).map((call) => call.outcome);
    CASES.forEach(([name, , outcome, text], n) => {
      expect([name, outcomes[n]]).toEqual([name, outcome]);
      if (typeof text === 'string') expect([name, told[n]]).toEqual([name, text]);
      else expect(told[n]).toMatch(text);
      expect(told[n]).not.toMatch(/\n\s+at /);
    });
    // Three cases are retried twice each: the thrown text, object and null. What is hopeless is not.
    expect(runs).toBe(CASES.length + 3 * 2);
  } finally {
    await bench.close();
  }
});

test('outputs of 1.9 MB pass, and 5 MB are cut in the middle with a mark', async () => {
  const sizes = [1_890_000, 5_000_000];
  const tool = numbered((n) => `<${'x'.repeat(sizes[n]! - 2)}>`);
  const bench = await turnBench({
    tools: [tool],
    model: { script: [calls(numberedCall(0), numberedCall(1)), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
    const [whole, cut] = toldIn(bench.model, 2).map((message) => message.content);
    expect(whole).toHaveLength(sizes[0]!);
    expect(cut!.length).toBeLessThan(1_900_001);
    expect(cut).toMatch(/^<x+\n\[… \d+ characters were cut …\]\nx+>$/);
    expect((await turn.transcript()).length).toBe(6);
  } finally {
    await bench.close();
  }
});
