/** Cancelling: it reaches running code, drops the model's request, keeps what finished, and leaves no call open. */
import { calls, say } from '../../src/testing.js';
import { numbered, numberedCall } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';
import { defineTool } from '../../src/index.js';
import { findViolations } from '../../src/protocol/violations.js';

/** Waits until the signal aborts, and then takes `settleMs` to end in its own way. */
function stubborn(name: string, onBegin: () => void, end: (aborted: Promise<void>) => Promise<unknown>) {
  return defineTool({
    name,
    description: 'Takes long.',
    parameters: { type: 'object', properties: {} },
    timeout: '60s',
    execute: (_, { signal }) => {
      onBegin();
      return end(new Promise((resolve) => signal.addEventListener('abort', () => resolve())));
    },
  });
}

test('in a fan-out: finished results stay, a call that ends in time is told, the others are cancelled', async () => {
  let begun = 0;
  let allBegun: () => void = () => undefined;
  const three = new Promise<void>((resolve) => (allBegun = resolve));
  const onBegin = () => {
    begun += 1;
    if (begun === 3) allBegun();
  };
  const tools = [
    numbered((n) => n),
    stubborn('gives_up', onBegin, async (aborted) => {
      await aborted;
      throw new Error('aborted');
    }),
    stubborn('finishes', onBegin, async (aborted) => {
      await aborted;
      return 'finished all the same';
    }),
    stubborn('deaf', onBegin, () => new Promise(() => undefined)),
  ];
  const bench = await turnBench({
    tools,
    agent: { maxParallel: 4 },
    model: {
      script: [
        calls(
          numberedCall(0, 'call_a'),
          { id: 'call_b', name: 'gives_up', arguments: {} },
          { id: 'call_c', name: 'finishes', arguments: {} },
          { id: 'call_d', name: 'deaf', arguments: {} },
          { id: 'call_e', name: 'deaf', arguments: {} },
        ),
        say('never'),
      ],
    },
    worker: { maxConcurrentCalls: 50 },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    await three;
    for await (const event of turn.events()) if (event.type === 'call-finished') break;
    await turn.cancel();
    await turn.cancel();
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'cancelled', steps: 1, counts: { ok: 2, cancelled: 3 } });
    const view = await turn.view();
    expect(view.calls.map((call) => [call.callId, call.outcome])).toEqual([
      ['call_a', 'ok'],
      ['call_b', 'cancelled'],
      ['call_c', 'ok'],
      ['call_d', 'cancelled'],
      ['call_e', 'cancelled'],
    ]);
    expect(findViolations(view.entries)).toEqual([]);
    expect(bench.model.requests).toHaveLength(1);
    const described = await bench.client.list({ limit: 10 });
    expect(described.find((one) => one.turnId === turn.turnId)?.status).toBe('cancelled');
  } finally {
    await bench.close();
  }
}, 60_000);

test('in a model call: the HTTP request is dropped, and the turn ends cancelled', async () => {
  const bench = await turnBench({ model: { script: [say('never')] } });
  bench.model.hold();
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    await bench.model.requestArrived(1);
    await turn.cancel();
    expect(await turn.result()).toMatchObject({ outcome: 'cancelled', steps: 0 });
    expect(await bench.model.requestClosed(1)).toMatchObject({ aborted: true });
  } finally {
    await bench.close();
  }
});
