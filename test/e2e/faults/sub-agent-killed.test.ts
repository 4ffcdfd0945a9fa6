/** SIGKILL of the only worker while a sub-agent works: both turns go on, and nothing that had finished runs again. */
import { startEmbeddedServer, type EmbeddedServer } from '../../../src/server/embedded-server.js';
import { ask, faultBench, type FaultBench } from './fault-bench.js';

let bench: FaultBench;
let server: EmbeddedServer | undefined;
afterEach(async () => {
  await bench.close();
  await server?.stop();
  server = undefined;
});

test('the turn of a sub-agent goes on where it was, and its call gets its one result', async () => {
  bench = await faultBench({ worker: { leads: true } });
  bench.desk.hold({ callId: 'call_c' });
  const first = await bench.worker();
  const steps = [[ask('call_b', 'work'), ask('call_c', 'work', { n: 2 })]];
  const asks = { id: 'call_a', name: 'tester', arguments: { input: JSON.stringify({ steps }) } };
  const turn = await bench.start([[asks]], { agent: 'leader' });
  await bench.desk.begun('call_c');
  const below = bench.client.turn(`${turn.turnId}/1.0`);
  for await (const event of below.events()) if (event.type === 'call-finished') break;
  await first.kill();
  const second = await bench.worker();
  bench.desk.letGo({ pid: second.pid });

  expect(await turn.result()).toMatchObject({
    outcome: 'completed',
    counts: { ok: 1 },
    below: { turns: 1, toolCalls: 2 },
  });
  expect(await below.result()).toMatchObject({ outcome: 'completed', steps: 2, counts: { ok: 2 } });
  const begun = (callId: string) => bench.desk.of({ event: 'begin', callId }).map((line) => line.pid);
  expect(['call_b', 'call_c'].map(begun)).toEqual([[first.pid], [first.pid, second.pid]]);
  expect((await turn.calls()).map(({ outcome, output }) => [outcome, output])).toEqual([['ok', 'done']]);
}, 60_000);

test('two sub-agents at once, and the turn that asked goes on in other runs: nothing is lost or run again', async () => {
  server = await startEmbeddedServer({ dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 30 } });
  bench = await faultBench({ worker: { leads: true }, address: server.address });
  const first = await bench.worker();
  const asks = (step: number) =>
    ['a', 'b'].map((name, n) => ({
      id: `call_${name}${step}`,
      name: 'tester',
      arguments: { input: JSON.stringify({ steps: [[ask(`call_${step}${name}`, 'work', { n })]] }) },
    }));
  for (const callId of ['call_2a', 'call_2b']) bench.desk.hold({ callId });
  const turn = await bench.start([1, 2, 3, 4].map(asks), { agent: 'leader' });
  await Promise.all([bench.desk.begun('call_2a'), bench.desk.begun('call_2b')]);
  await first.kill();
  const second = await bench.worker();
  bench.desk.letGo({ pid: second.pid });

  expect(await turn.result()).toMatchObject({
    outcome: 'completed',
    steps: 5,
    counts: { ok: 8 },
    below: { turns: 8, toolCalls: 8 },
  });
  const view = await turn.view();
  expect(view.run).toBeGreaterThan(1);
  expect(view.calls.map(({ outcome, output }) => `${outcome} ${output}`)).toEqual(Array<string>(8).fill('ok done'));
  const begun = (callId: string) => bench.desk.of({ event: 'begin', callId }).map(({ pid }) => pid);
  expect(['call_1a', 'call_1b', 'call_2a', 'call_2b', 'call_3a', 'call_4b'].map(begun)).toEqual([
    [first.pid],
    [first.pid],
    [first.pid, second.pid],
    [first.pid, second.pid],
    [second.pid],
    [second.pid],
  ]);
}, 120_000);
