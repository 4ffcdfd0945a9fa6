/** SIGKILL of the only worker: nothing finished is lost, only what had not finished runs again, `once` never twice. */
import { ask, faultBench, type FaultBench } from './fault-bench.js';

let bench: FaultBench;
afterEach(() => bench.close());

test('in a fan-out: finished calls stay, an idempotent one runs again with its key, `once` is interrupted', async () => {
  bench = await faultBench();
  bench.desk.hold({ callId: 'call_c' });
  bench.desk.hold({ callId: 'call_d' });
  const first = await bench.worker();
  const turn = await bench.start([
    [ask('call_a', 'work'), ask('call_b', 'once'), ask('call_c', 'work', { n: 3 }), ask('call_d', 'once', { n: 4 })],
  ]);
  await Promise.all([bench.desk.begun('call_c'), bench.desk.begun('call_d')]);
  let finished = 0;
  for await (const event of turn.events()) if (event.type === 'call-finished' && (finished += 1) === 2) break;
  await first.kill();
  const second = await bench.worker();
  bench.desk.letGo({ pid: second.pid });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: 2, counts: { ok: 3, interrupted: 1 } });

  const view = await bench.judged(turn);
  expect(view.calls.map((call) => call.outcome)).toEqual(['ok', 'ok', 'ok', 'interrupted']);
  const begun = (callId: string) => bench.desk.of({ event: 'begin', callId }).map((line) => line.pid);
  expect(['call_a', 'call_b', 'call_c', 'call_d'].map(begun)).toEqual([
    [first.pid],
    [first.pid],
    [first.pid, second.pid],
    [first.pid],
  ]);
  expect(new Set(bench.desk.of({ callId: 'call_c' }).map((line) => line.key)).size).toBe(1);
  expect(view.calls[3]?.output).toContain('It may or may not have taken effect');
}, 60_000);

test('in a model call: the new worker asks again, and neither kill counts as a fault of the service', async () => {
  const failing = { status: 500, headers: { 'retry-after-ms': '20' } };
  // One fault more would end the turn.
  bench = await faultBench({ model: { faults: [{ on: (number) => number <= 4, fault: failing }] } });
  const first = await bench.worker();
  bench.model.hold();
  const turn = await bench.start([[ask('call_a', 'work')]]);
  await bench.model.requestArrived(5);
  await first.kill();
  expect(await bench.model.requestClosed(5)).toMatchObject({ aborted: true });
  const second = await bench.worker();
  await bench.model.requestArrived(6);
  await second.kill();
  await bench.worker();
  await bench.model.requestArrived(7);
  bench.model.release();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: 2, counts: { ok: 1 } });
  const view = await bench.judged(turn);
  expect(view.steps.map((step) => step.attempts)).toEqual([7, 1]);
}, 45_000);
