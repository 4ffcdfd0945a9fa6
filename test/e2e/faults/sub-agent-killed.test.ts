/** SIGKILL of the only worker while a sub-agent works: both turns go on, and nothing that had finished runs again. */
import { ask, faultBench, type FaultBench } from './fault-bench.js';

let bench: FaultBench;
afterEach(() => bench.close());

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
