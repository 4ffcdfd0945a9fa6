/** A turn that somebody resets to before a model call goes on from there, as a run of its own with the same turn id. */
import { randomUUID } from 'node:crypto';
import { calls, say } from '../../../src/testing.js';
import { ask, faultBench } from './fault-bench.js';

test('the model is asked again; another call at the place has another key, and a late result of before is not heard', async () => {
  let asked = 0;
  const bench = await faultBench({
    script: (_request, { conversation: { step } }) => {
      if (step === 1) return calls(ask('call_a', 'work'));
      if (step === 3) return say('done');
      asked += 1;
      return asked === 1
        ? calls(ask('call_b', 'work', { n: 2 }), ask('call_c', 'once', { n: 3 }))
        : calls(ask('call_b', 'work', { n: 20 }), ask('call_d', 'work', { n: 4 }));
    },
  });
  try {
    await bench.worker();
    bench.desk.hold({ callId: 'call_b' });
    bench.desk.hold({ callId: 'call_c' });
    const turn = await bench.start([]);
    await Promise.all([bench.desk.begun('call_b'), bench.desk.begun('call_c')]);
    const before = await turn.view();
    // The workflow task that asks the model for its second answer: the reset turn makes it anew.
    const scheduled = await bench.eventOf(
      turn,
      (event) => event.activityTaskScheduledEventAttributes?.activityId === 'model:2',
    );
    const { temporal, namespace } = bench.client;
    await temporal.workflowService.resetWorkflowExecution({
      namespace,
      workflowExecution: { workflowId: turn.turnId, runId: before.runId },
      workflowTaskFinishEventId: scheduled.activityTaskScheduledEventAttributes!.workflowTaskCompletedEventId!,
      reason: 'test',
      requestId: randomUUID(),
    });
    await bench.desk.begun('call_d');
    bench.desk.letGo();
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', steps: 3, counts: { ok: 3 } });
    const view = await bench.judged(turn, { reset: true });
    expect(view.runId).not.toBe(before.runId);
    expect(view.calls.map((call) => [call.callId, call.arguments])).toEqual([
      ['call_a', '{"n":1}'],
      ['call_b', '{"n":20}'],
      ['call_d', '{"n":4}'],
    ]);
    const keys = bench.desk.of({ event: 'begin', callId: 'call_b' }).map((line) => line.key);
    expect(new Set(keys).size).toBe(2);
    expect(bench.desk.of({ event: 'begin', callId: 'call_a' })).toHaveLength(1);
  } finally {
    await bench.close();
  }
}, 60_000);
