/** No worker at all for longer than a call's deadline: a deadline counts from the first start, waiting is bounded apart. */
import { ask, faultBench, type FaultBench } from './fault-bench.js';

let bench: FaultBench;
afterEach(() => bench.close());

/** Three calls of a tool on a worker that runs two at a time and is killed: which of them had not begun? */
async function twoBegunOneQueued(tool: string) {
  const first = await bench.worker({ maxConcurrentCalls: 2 });
  bench.desk.hold({ pid: first.pid });
  const turn = await bench.start([[ask('call_a', tool), ask('call_b', tool, { n: 2 }), ask('call_c', tool, { n: 3 })]]);
  await bench.desk.times(2, { event: 'begin' });
  await first.kill();
  const begun = new Set(bench.desk.lines.map((line) => line.callId));
  const queued = (await turn.view()).calls.find((call) => !begun.has(call.callId))!;
  return { turn, begun: [...begun], queued };
}

test('a call that had not started runs afterwards: its deadline counts from its first start', async () => {
  bench = await faultBench();
  const { turn, begun, queued } = await twoBegunOneQueued('short');
  // The server notices the loss after 6 s: that is longer than the 5 s that each call has in all.
  await bench.pending(turn, activityOf(begun[0]!), (activity) => activity.attempt === 2);
  await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed' });
  const view = await bench.judged(turn);
  expect(view.calls.find((call) => call.callId === queued.callId)?.outcome).toBe('ok');
}, 60_000);

test('calls that would not wait so long say truly whether they were started', async () => {
  bench = await faultBench();
  const { turn, begun, queued } = await twoBegunOneQueued('impatient');
  for (const { callId } of (await turn.view()).calls) await bench.notPending(turn, activityOf(callId));
  await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { timeout: 3 } });
  const view = await bench.judged(turn);
  for (const call of view.calls) {
    if (call.callId === queued.callId) expect(call.output).toMatch(/never started and had no effect/);
    else
      expect([begun.includes(call.callId), call.output]).toEqual([
        true,
        expect.stringMatching(/may have taken effect/),
      ]);
  }
}, 60_000);

test('with no worker for workflows, an attempt that waits for its context ends in its own time', async () => {
  bench = await faultBench();
  const first = await bench.worker();
  bench.desk.hold({ pid: first.pid });
  const turn = await bench.start([[ask('call_a', 'short')]], { context: { user: 'u1' } });
  await bench.desk.begun('call_a');
  await first.kill();
  await bench.worker({ role: 'activities' });
  const { activityTaskFailedEventAttributes: failed } = await bench.eventOf(turn, (event) =>
    Boolean(event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes),
  );
  expect(failed?.failure?.message).toMatch(/timed out after 5 s \(attempt 2\)\. It may have taken effect/);
  await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { timeout: 1 } });
  await bench.judged(turn);
}, 60_000);

test('cancelled while no worker is up, the turn ends cancelled when one returns, with one result for each call', async () => {
  bench = await faultBench();
  const first = await bench.worker();
  bench.desk.hold({ callId: 'call_b' });
  bench.desk.hold({ callId: 'call_c' });
  const turn = await bench.start([
    [ask('call_a', 'work'), ask('call_b', 'work', { n: 2 }), ask('call_c', 'once', { n: 3 })],
  ]);
  await Promise.all([bench.desk.begun('call_b'), bench.desk.begun('call_c')]);
  for await (const event of turn.events()) if (event.type === 'call-finished') break;
  await first.kill();
  await turn.cancel();
  await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'cancelled', steps: 1 });
  const view = await bench.judged(turn);
  // Whether the loss of the worker or the cancel is noticed first decides what is told of the call that must not run twice.
  const outcomes = ['ok', 'cancelled', expect.stringMatching(/cancelled|interrupted/)];
  expect(view.calls.map((call) => call.outcome)).toEqual(outcomes);
  expect(bench.requestsOf(turn)).toHaveLength(1);
}, 60_000);

function activityOf(callId: string): string {
  return `1.${['call_a', 'call_b', 'call_c'].indexOf(callId)}:${callId}`;
}
