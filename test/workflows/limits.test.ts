/** Limits: the model is asked once more without tools, what comes all the same is skipped, and the turn ends as `limit`. */
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { call, calls, say } from '../../src/testing.js';
import { numbered, numberedCall } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

interface Body {
  readonly tool_choice?: string;
  readonly tools: unknown[];
}

test('at the limit of steps the last answer is asked for with the same tools and tool_choice none', async () => {
  const bench = await turnBench({
    tools: [numbered((n) => n)],
    agent: { limits: { steps: 2 } },
    model: { script: [call('numbered', { n: 1 }), call('numbered', { n: 2 }), say('as far as I came')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({
      outcome: 'limit',
      limit: 'steps',
      output: 'as far as I came',
      steps: 3,
    });
    const bodies = bench.model.requests.map((request) => request.body as Body);
    expect(bodies.map((body) => body.tool_choice)).toEqual([undefined, undefined, 'none']);
    expect(bodies[2]!.tools).toEqual(bodies[0]!.tools);
  } finally {
    await bench.close();
  }
});

test('calls beyond the limit of calls are skipped, and so are calls in the last answer', async () => {
  const bench = await turnBench({
    tools: [numbered((n) => n)],
    agent: { limits: { toolCalls: 2 } },
    model: { script: [calls(numberedCall(1), numberedCall(2), numberedCall(3)), calls(numberedCall(4))] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'limit', limit: 'toolCalls', counts: { ok: 2, skipped: 2 } });
    expect((await turn.calls()).map((one) => one.outcome)).toEqual(['ok', 'ok', 'skipped', 'skipped']);
    expect((await turn.transcript()).at(-1)).toMatchObject({ type: 'function_call_output', call_id: 'call_4' });
  } finally {
    await bench.close();
  }
});

test('tokens count over all steps', async () => {
  const spend = { ...call('numbered', { n: 1 }), usage: { inputTokens: 600, outputTokens: 1, totalTokens: 601 } };
  const bench = await turnBench({
    tools: [numbered((n) => n)],
    agent: { limits: { tokens: 1_000 } },
    model: { script: [spend, spend, say('enough')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({
      outcome: 'limit',
      limit: 'tokens',
      output: 'enough',
      counts: { ok: 2 },
    });
  } finally {
    await bench.close();
  }
});

test('a turn whose time is over in a fan-out still ends with a result for every call', async () => {
  const bench = await turnBench({
    tools: [numbered(() => new Promise((resolve) => setTimeout(resolve, 20_000, 'late').unref()), 'numbered', 1)],
    agent: { limits: { duration: '2s' } },
    model: { script: [calls(numberedCall(1), numberedCall(2)), say('out of time')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'limit', limit: 'duration', output: 'out of time' });
    expect((await turn.calls()).map((one) => one.outcome)).toEqual(['timeout', 'skipped']);
  } finally {
    await bench.close();
  }
});

test("nothing is tried again after the turn's time: one attempt is ended with it, and a failing tool makes no more", async () => {
  const wait = defineTool({
    name: 'wait',
    description: 'Waits.',
    parameters: z.object({}),
    execute: (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
  });
  const fail = defineTool({
    name: 'fail',
    description: 'Fails.',
    parameters: z.object({}),
    retry: { initialInterval: '10s', maximumInterval: '10s' },
    execute: () => Promise.reject(new Error('down')),
  });
  const bench = await turnBench({
    tools: [wait, fail],
    agent: { limits: { duration: '2s' } },
    model: {
      script: [calls({ name: 'wait', arguments: {} }, { name: 'fail', arguments: {} }), say('as far as I came')],
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'limit', limit: 'duration', counts: { timeout: 2 } });
    expect((await turn.calls()).map(({ attempts, output }) => [attempts, output])).toEqual([
      [1, expect.stringMatching(/timed out after \d\.\d+ s \(attempt 1\)/)],
      [1, expect.stringMatching(/^Error: timed out before another attempt could be made.*down/)],
    ]);
  } finally {
    await bench.close();
  }
}, 30_000);
