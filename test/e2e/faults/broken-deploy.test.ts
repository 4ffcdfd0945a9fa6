/** Workers of a queue that don't have the same: broken workflow code, another agents list, a missing tool, a changed agent. */
import proto from '@temporalio/proto';
import { ask, faultBench, type FaultBench, type HistoryEvent } from './fault-bench.js';

const STARTED = proto.temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;

let bench: FaultBench;
afterEach(() => bench.close());

test('while workflow tasks fail, an open model call keeps asking for its transcript, and goes on once they pass', async () => {
  bench = await faultBench();
  const good = await bench.worker();
  // Long enough that the transcript does not go along with the model calls.
  const turn = await bench.start([[ask('call_a', 'work')]], { note: 'x'.repeat(5_000) });
  bench.model.hold();
  await bench.model.requestArrived(1);
  bench.model.release();
  await bench.desk.line({ event: 'end', callId: 'call_a' });
  bench.model.hold();
  await bench.model.requestArrived(2);
  // Held or not, the second request dies with its worker.
  await good.kill();
  const broken = await bench.worker({ role: 'broken-workflows' });
  await bench.worker({ role: 'activities' });
  // Anything that makes a workflow task: its failing is what makes the server refuse queries.
  await bench.client.temporal.workflow.getHandle(turn.turnId).signal('nothing');
  const started = await bench.pending(turn, 'model:2', (each) => each.attempt === 2 && each.state === STARTED);
  await bench.eventOf(turn, (event) => Boolean(event.workflowTaskFailedEventAttributes));
  const asked = bench.requestsOf(turn).length;
  const since = Number(started.lastHeartbeatTime?.seconds ?? 0);
  // It lives through 8 s of refused queries.
  await bench.pending(
    turn,
    'model:2',
    (each) => Number(each.lastHeartbeatTime?.seconds ?? 0) >= Math.max(since, 1) + 8,
  );
  expect(bench.requestsOf(turn)).toHaveLength(asked);
  bench.model.release();
  await broken.kill();
  await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: 2, counts: { ok: 1 } });
  const view = await bench.judged(turn);
  expect(view.steps.map((step) => step.attempts)).toEqual([1, 2]);
}, 90_000);

test('a worker with another agents list beside the right one: turns end right in the end', async () => {
  bench = await faultBench();
  // Tasks go to the poller that has waited longest: the wrong worker comes first.
  await bench.worker({ name: 'other' });
  await bench.worker();
  const turns = await Promise.all(
    [1, 2, 3, 4].map((n) => bench.start([[ask(`call_${n}a`, 'work', { n }), ask(`call_${n}b`, 'once', { n })]])),
  );
  for (const turn of turns) {
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
    await bench.judged(turn);
  }
}, 90_000);

test('an agent that no worker has: the turn fails within 15 s and names those that exist', async () => {
  bench = await faultBench();
  await bench.worker();
  const turn = await bench.start([], { agent: 'nobody' });
  const result = await turn.result();
  expect(result).toMatchObject({ outcome: 'failed', steps: 0, error: { code: 'agent_unknown', retryable: false } });
  expect(result.outcome === 'failed' && result.error.message).toMatch(
    /no agent "nobody".*the agents there are: tester/,
  );
  const { startedAt, closedAt } = await turn.view();
  expect(closedAt! - startedAt).toBeLessThan(15_000);
}, 45_000);

test('a worker without the tool: the call waits for one that has it, and loses no attempt', async () => {
  bench = await faultBench();
  const first = await bench.worker();
  bench.model.hold();
  const turn = await bench.start([
    [ask('call_a', 'work'), ask('call_b', 'once', { n: 2 }), ask('call_c', 'single', { n: 3 })],
  ]);
  await bench.model.requestArrived(1);
  const without = await bench.worker({ without: ['once', 'single'] });
  // It finishes the model call and takes nothing more, so the calls come to the other one.
  first.signal('SIGTERM');
  await first.stopping;
  bench.model.release();
  const isLacking = ({ activityTaskFailedEventAttributes: failed }: HistoryEvent) =>
    /without the tool/.test(failed?.failure?.message ?? '');
  await bench.eventOf(turn, isLacking);
  const { pid } = await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 3 } });
  await bench.judged(turn);
  const ended = (callId: string) => bench.desk.of({ event: 'end', callId }).map((line) => line.pid);
  expect(['call_a', 'call_b', 'call_c'].map(ended)).toEqual([[without.pid], [pid], [pid]]);
}, 60_000);

test('an agent that a deploy changes in a turn: that is counted, and only tools that the turn knows are offered', async () => {
  bench = await faultBench();
  const first = await bench.worker();
  bench.desk.hold({ pid: first.pid });
  const steps = [[ask('call_a', 'work')], [ask('call_b', 'extra', { n: 2 })]];
  const turn = await bench.start(steps);
  await bench.desk.begun('call_a');
  await first.kill();
  await bench.worker({ description: 'Is tested anew.', extra: true });
  expect(await turn.result()).toMatchObject({
    outcome: 'completed',
    counts: { ok: 1, unknown_tool: 1 },
    agentChanged: 2,
  });
  await bench.judged(turn);
  const [before, after] = bench.requestsOf(turn).map(offered);
  expect(after).toEqual(before);

  const later = await bench.start(steps);
  expect(await later.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
  expect((await later.result()).agentChanged).toBeUndefined();
  expect(offered(bench.requestsOf(later)[0]!)).toContain('extra');
}, 60_000);

function offered({ body }: { body: unknown }): string[] {
  return (body as { tools: { function: { name: string } }[] }).tools.map((tool) => tool.function.name);
}
