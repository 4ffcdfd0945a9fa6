/** SIGSTOP: an attempt that sleeps through its retry wakes as a zombie, and what it returns is not heard. */
import { ask, faultBench, type FaultBench } from './fault-bench.js';

let bench: FaultBench;
afterEach(() => bench.close());

test('the result of an attempt that wakes after its retry finished, or while it runs, does not win', async () => {
  bench = await faultBench();
  // With both slots taken it asks for no further calls, which would sleep with it.
  const first = await bench.worker({ maxConcurrentCalls: 2 });
  bench.desk.hold({});
  const turn = await bench.start([
    [ask('call_a', 'work'), ask('call_b', 'work', { n: 2 })],
    [ask('call_c', 'work', { n: 3 })],
  ]);
  await Promise.all([bench.desk.begun('call_a'), bench.desk.begun('call_b')]);
  first.signal('SIGSTOP');
  const second = await bench.worker();
  const { pid } = second;
  await Promise.all([bench.desk.begun('call_a', { pid }), bench.desk.begun('call_b', { pid })]);
  bench.desk.letGo({ callId: 'call_a', pid });
  await bench.desk.line({ event: 'end', callId: 'call_a', pid });
  // Both attempts find their answer as soon as they wake; the retry of call_b is still open then.
  bench.desk.letGo({ pid: first.pid });
  first.signal('SIGCONT');
  await Promise.all(['call_a', 'call_b'].map((callId) => bench.desk.line({ event: 'end', callId, pid: first.pid })));
  bench.desk.letGo({ callId: 'call_b', pid });
  await bench.desk.begun('call_c');
  bench.desk.letGo();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: 3, counts: { ok: 3 } });

  const view = await bench.judged(turn, { paused: new Set([first.pid]) });
  const winners = view.calls.map((call) => (JSON.parse(call.output!) as { pid: number }).pid);
  expect(winners.slice(0, 2)).toEqual([pid, pid]);
  expect(bench.desk.of({ event: 'end' })).toHaveLength(5);
}, 60_000);
