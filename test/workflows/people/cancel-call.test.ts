/** Cancelling single calls of every kind, and calls that can't be cancelled any more. */
import { defineTool, remoteTool } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { awaitedEvents, thrownBy } from '../../harness/awaited-event.js';
import { toldIn } from '../../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';

const NO_ARGUMENTS = { type: 'object', properties: {} } as const;

let bench: TurnBench;
let letGo: () => void;
let released: Promise<void>;
beforeEach(() => {
  released = new Promise((resolve) => (letGo = resolve));
});
afterEach(() => bench.close());

const waits = (more: { effect?: 'once'; maxParallel?: number } = {}) =>
  defineTool({
    name: 'waits',
    description: 'Waits.',
    parameters: NO_ARGUMENTS,
    timeout: '60s',
    ...more,
    execute: async (_, { signal }) => {
      await Promise.race([released, new Promise((_resolve, reject) => signal.addEventListener('abort', reject))]);
      return 'waited';
    },
  });
const quick = defineTool({ name: 'quick', description: 'Ends.', parameters: NO_ARGUMENTS, execute: () => 'quick' });
const absent = remoteTool({
  name: 'absent',
  description: 'Nobody runs it.',
  parameters: NO_ARGUMENTS,
  taskQueue: 'nobody-polls-this',
});
const asked = (name: string, id = `call_${name}`) => ({ id, name, arguments: {} });

test('finished, unknown, planned and waiting calls: what is not open is refused, the others never ran', async () => {
  const tools = [waits({ maxParallel: 1 }), quick, absent];
  const script = [
    calls(asked('quick'), asked('waits'), asked('waits', 'call_queued'), asked('absent'), asked('nowhere')),
    say('done'),
  ];
  bench = await turnBench({ tools, model: { script } });
  const turn = await bench.client.startTurn('tester', 'go');
  await awaitedEvents(turn, 'call-finished');
  await awaitedEvents(turn, 'call-started', 3);
  for (const call of ['call_quick', 'call_nowhere', 'no_such_id', { step: 1, position: 9 }, { step: 7, position: 0 }]) {
    expect(await thrownBy(turn.cancelCall(call))).toMatchObject({ name: 'TurnRefusedError', code: 'call_not_open' });
  }
  for (const call of ['', null, 5, {}, { step: 1 }, { step: '1', position: 0 }, ['call_waits']]) {
    expect(await thrownBy(turn.cancelCall(call as string))).toMatchObject({ name: 'TurnOptionError' });
  }
  await turn.cancelCall('call_absent');
  await turn.cancelCall('call_queued');
  expect(await thrownBy(turn.cancelCall('call_queued'))).toMatchObject({ code: 'call_not_open' });
  letGo();
  expect(await turn.result()).toMatchObject({ counts: { ok: 2, cancelled: 2, unknown_tool: 1 } });
  expect(toldIn(bench.model, 2)[2]!.content).toBe('Cancelled before it started. It had no effect.');
  expect(await thrownBy(turn.cancelCall('call_waits'))).toMatchObject({ code: 'turn_ended' });
}, 60_000);

test('a call of a tool that runs once, cancelled while it runs, says that it may have taken effect', async () => {
  bench = await turnBench({
    tools: [waits({ effect: 'once' })],
    model: { script: [calls(asked('waits')), say('done')] },
  });
  const turn = await bench.client.startTurn('tester', 'go');
  await awaitedEvents(turn, 'call-started');
  await turn.cancelCall('call_waits');
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { cancelled: 1 } });
  expect((await turn.calls())[0]).toMatchObject({ outcome: 'cancelled', attempts: 1 });
}, 60_000);
