/** What workers of other people return, raise and leave undone: each call has its one result, and none stops its turn. */
import { fileURLToPath } from 'node:url';
import { remoteTool, type RemoteToolOptions } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { toldIn } from '../../harness/echo-tools.js';
import { pythonTest, startPython } from '../../harness/python-worker.js';
import { turnBench } from '../../harness/turn-bench.js';

const WORKER = fileURLToPath(new URL('odd_worker.py', import.meta.url));
const PARAMETERS = { type: 'object', properties: { does: { type: 'string' } }, required: ['does'] } as const;

function oddTool(taskQueue: string, more: Partial<RemoteToolOptions<typeof PARAMETERS>> = {}) {
  const retry = { maximumAttempts: 1 };
  return remoteTool({ name: 'odd', description: 'Does it.', parameters: PARAMETERS, taskQueue, retry, ...more });
}

/** What each is told as; `undefined` in its place is an error in whose text this stands. */
const RETURNED: readonly (readonly [string, unknown])[] = [
  ['nan', '{"mean":NaN,"most":Infinity}'],
  ['bytes', "[3 bytes, which can't be shown: return a text]"],
  ['none', ''],
  ['protobuf', expect.stringContaining('"runId":"r"')],
  ['large', expect.stringMatching(/^x+\n\[… 14\d{5} characters were cut …\]\nx+$/)],
  ['surrogate', 'half \ufffd'],
  ['list', '[0,1,2,"… 97 more items were cut"]'],
];
const RAISED: readonly (readonly [string, string])[] = [
  ['too_large', 'Error: Complete result exceeds size limit'],
  ['object', 'Error: Object of type object is not JSON serializable'],
  ['odd', 'Error: odd words'],
  ['empty', 'Error: ValueError'],
  ['key', "Error: 'missing'"],
  ['final', 'Error: final words'],
  ['details', 'Error: Failed building exception result'],
  ['nan_details', 'Error: with details'],
];

pythonTest('whatever a Python activity returns or raises, the turn reads on', async () => {
  const taskQueue = `odd-python-${Date.now()}`;
  const all = [...RETURNED, ...RAISED];
  const bench = await turnBench({
    tools: [oddTool(taskQueue, { maxParallel: 100, output: { maxItems: 3 }, timeout: '20s' })],
    agent: { maxParallel: 100 },
    model: { script: [calls(...all.map(([does]) => ({ name: 'odd', arguments: { does } }))), say('done')] },
  });
  const worker = await startPython(WORKER, [taskQueue], bench.address);
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({
      outcome: 'completed',
      counts: { ok: RETURNED.length, error: RAISED.length },
    });
    const told = toldIn(bench.model, 2).map((message) => message.content);
    expect(told.slice(0, RETURNED.length)).toEqual(RETURNED.map(([, text]) => text));
    for (const [i, [, text]] of RAISED.entries()) expect(told[RETURNED.length + i]).toContain(text);
    // Readers of history see what the model was told.
    expect((await turn.calls()).map(({ output }) => output)).toEqual(told);
  } finally {
    await worker.stop();
    await bench.close();
  }
});

pythonTest(
  'a worker that dies in a call is noticed by its silence, and a cancel reaches it with a heartbeat',
  async () => {
    const taskQueue = `odd-python-${Date.now()}`;
    const retried = { retry: { maximumAttempts: 2 }, timeout: '5m', heartbeatTimeout: '2s' } as const;
    const bench = await turnBench({
      tools: [oddTool(taskQueue, retried)],
      model: {
        script: ['die', 'beat_nan', 'wait'].flatMap((does) => [
          calls({ name: 'odd', arguments: { does } }),
          say('over'),
        ]),
      },
    });
    const start = () => startPython(WORKER, [taskQueue], bench.address);
    const first = await start();
    try {
      const turn = await bench.client.startTurn('tester', 'go');
      await first.gone;
      const second = await start();
      expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { timeout: 1 } });
      expect(toldIn(bench.model, 2)[0]!.content).toContain('worker');
      await second.gone;
      const third = await start();
      try {
        const silent = await bench.client.startTurn('tester', 'go');
        expect(await silent.result()).toMatchObject({ outcome: 'completed', counts: { timeout: 1 } });
        const cancelled = await bench.client.startTurn('tester', 'go');
        await third.printed('waiting');
        await cancelled.cancel();
        expect(await cancelled.result()).toMatchObject({ outcome: 'cancelled', counts: { cancelled: 1 } });
        await third.printed('cancelled');
      } finally {
        await third.stop();
      }
    } finally {
      await bench.close();
    }
  },
);
