/** SIGTERM, as in a deploy: what can finish does, what can't goes on elsewhere without using up attempts. */
import { ask, faultBench, type FaultBench } from './fault-bench.js';

let bench: FaultBench;
afterEach(() => bench.close());

test('within the grace, running calls finish where they are', async () => {
  bench = await faultBench();
  bench.desk.hold({});
  const first = await bench.worker();
  const turn = await bench.start([[ask('call_a', 'work'), ask('call_b', 'once', { n: 2 })]]);
  await Promise.all([bench.desk.begun('call_a'), bench.desk.begun('call_b')]);
  first.signal('SIGTERM');
  await first.stopping;
  bench.desk.letGo();
  expect(await first.gone).toEqual({ code: 0, signal: null });
  await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
  await bench.judged(turn);
  expect(bench.desk.of({ event: 'begin' }).map((line) => line.pid)).toEqual([first.pid, first.pid]);
}, 45_000);

test('beyond it, safe calls begin again elsewhere with all their attempts, and a `once` is interrupted', async () => {
  bench = await faultBench({ worker: { graceMs: 100 } });
  const first = await bench.worker();
  bench.desk.hold({ pid: first.pid });
  const turn = await bench.start([
    [ask('call_a', 'single'), ask('call_b', 'once', { n: 2 }), ask('call_c', 'pair', { n: 3 })],
  ]);
  await Promise.all(['call_a', 'call_b', 'call_c'].map((callId) => bench.desk.begun(callId)));
  first.signal('SIGTERM');
  expect(await first.gone).toEqual({ code: 0, signal: null });
  // One attempt of `pair` may fail by itself; the one that the deploy cut short is not it.
  bench.desk.fail({ callId: 'call_c', attempt: 2 });
  const second = await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2, interrupted: 1 } });
  const view = await bench.judged(turn);
  expect(view.calls.map((call) => call.outcome)).toEqual(['ok', 'interrupted', 'ok']);
  const begun = (callId: string) => bench.desk.of({ event: 'begin', callId }).map((line) => [line.pid, line.attempt]);
  const afterwards = (attempt: number) => [second.pid, attempt];
  expect(begun('call_a')).toEqual([[first.pid, 1], afterwards(2)]);
  expect(begun('call_b')).toEqual([[first.pid, 1]]);
  expect(begun('call_c')).toEqual([[first.pid, 1], afterwards(2), afterwards(3)]);
}, 45_000);

test('a `once` that had not begun when its worker was stopped runs on the next one', async () => {
  bench = await faultBench({ worker: { graceMs: 100 } });
  const first = await bench.worker({ maxConcurrentCalls: 1 });
  bench.desk.hold({ pid: first.pid });
  const turn = await bench.start([[ask('call_a', 'once'), ask('call_b', 'once', { n: 2 })]]);
  const { callId: begun } = await bench.desk.line({ event: 'begin' });
  first.signal('SIGTERM');
  expect(await first.gone).toEqual({ code: 0, signal: null });
  const second = await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1, interrupted: 1 } });
  const view = await bench.judged(turn);
  expect(view.calls.find((call) => call.callId === begun)?.outcome).toBe('interrupted');
  expect(bench.desk.of({ event: 'end' }).map((line) => line.pid)).toEqual([second.pid]);
}, 45_000);

test('a call that had waited long for its worker is started again all the same: maxWait bounds each wait alone', async () => {
  bench = await faultBench({ worker: { graceMs: 100 } });
  const first = await bench.worker();
  bench.desk.hold({ pid: first.pid });
  const turn = await bench.start([[ask('call_a', 'impatient')]]);
  const { at } = await bench.desk.begun('call_a');
  // Running for longer than it may wait is no waiting.
  await bench.pending(turn, '1.0:call_a', () => Date.now() > at + 1_500);
  first.signal('SIGTERM');
  const second = await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
  await bench.judged(turn);
  expect(bench.desk.of({ event: 'end' }).map((line) => line.pid)).toEqual([second.pid]);
}, 45_000);

test('a model call finishes within the grace, and is asked again beyond it', async () => {
  bench = await faultBench();
  bench.model.hold();
  const first = await bench.worker();
  const turn = await bench.start([[ask('call_a', 'work')]]);
  await bench.model.requestArrived(1);
  first.signal('SIGTERM');
  await first.stopping;
  bench.model.release();
  expect(await first.gone).toEqual({ code: 0, signal: null });
  bench.model.hold();
  const second = await bench.worker({ graceMs: 100 });
  await bench.model.requestArrived(2);
  second.signal('SIGTERM');
  expect(await bench.model.requestClosed(2)).toMatchObject({ aborted: true });
  expect(await second.gone).toEqual({ code: 0, signal: null });
  bench.model.release();
  await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: 2, counts: { ok: 1 } });
  const view = await bench.judged(turn);
  expect(view.steps.map((step) => step.attempts)).toEqual([1, 2]);
}, 45_000);
