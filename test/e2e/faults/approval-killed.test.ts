/** SIGKILL of the only worker while a person is waited for: the approval stays, once, and the answer counts. */
import { awaitedEvents } from '../../harness/awaited-event.js';
import { ask, faultBench, type FaultBench } from './fault-bench.js';

let bench: FaultBench;
afterEach(() => bench.close());

test('killed while an approval is pending: another worker takes the decision, and the call runs once', async () => {
  bench = await faultBench();
  const first = await bench.worker();
  const turn = await bench.start([[ask('call_a', 'asks'), ask('call_b', 'work')]]);
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  await awaitedEvents(turn, 'call-finished');
  await first.kill();
  expect(await turn.approvals()).toMatchObject([{ approvalId: asked!.approvalId, callId: 'call_a' }]);
  const approving = turn.approve(asked!.approvalId, { by: 'ann' });
  const second = await bench.worker();
  await approving;
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
  await bench.judged(turn);
  expect(bench.desk.of({ event: 'begin', callId: 'call_a' }).map((line) => line.pid)).toEqual([second.pid]);
  expect(await awaitedEvents(turn, 'approval-decided')).toMatchObject([{ by: 'ann', verdict: 'approve' }]);
}, 90_000);
