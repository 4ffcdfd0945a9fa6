/** A turn that somebody resets: what people said after that point is said again, and a decision holds where it still fits. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DECIDE_UPDATE } from '../../../src/contract/people.js';
import { defineTool } from '../../../src/index.js';
import { textOf } from '../../../src/protocol/item.js';
import { calls, say, type ScriptFunction } from '../../../src/testing.js';
import { awaitedEvents } from '../../harness/awaited-event.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';
import { until } from '../../harness/until.js';

const refund = defineTool({
  name: 'refund',
  description: 'Gives money back.',
  parameters: z.object({ n: z.number() }),
  approval: 'always',
  execute: ({ n }) => `refunded ${n}`,
});
const REFUND = calls({ id: 'call_r', name: 'refund', arguments: { n: 1 } });

let bench: TurnBench;
afterEach(() => bench.close());

/** A turn that ann approved after she had said something, reset to the task before `wanted`. */
async function resetTo(wanted: 'decision' | 'model call') {
  const script: ScriptFunction = (_request, { conversation: { results } }) =>
    results.length > 0 ? say('done') : REFUND;
  bench = await turnBench({ tools: [refund], model: { script } });
  const turn = await bench.client.startTurn('tester', 'go');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  await turn.steer('Be brief.');
  await turn.approve(asked!.approvalId, { by: 'ann' });
  await turn.result();
  const { temporal, namespace } = bench.client;
  const history = await temporal.workflow.getHandle(turn.turnId).fetchHistory();
  const events = history.events ?? [];
  const at = events.findIndex(
    ({ activityTaskScheduledEventAttributes: scheduled, workflowExecutionUpdateAcceptedEventAttributes: accepted }) =>
      wanted === 'decision'
        ? accepted?.acceptedRequest?.input?.name === DECIDE_UPDATE
        : scheduled?.activityId === 'model:1',
  );
  const task = events.slice(0, at).findLast((event) => event.workflowTaskCompletedEventAttributes);
  await temporal.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId: turn.turnId, runId: (await turn.view()).runId },
    workflowTaskFinishEventId: task!.eventId!,
    reason: 'test',
    requestId: randomUUID(),
  });
  return { turn, approvalId: asked!.approvalId };
}

test('to the moment of a decision: it holds again, and the record says who decided', async () => {
  const { turn } = await resetTo('decision');
  await until(async () => (await turn.view()).result !== undefined);
  const [call] = await turn.calls();
  expect(call).toMatchObject({ outcome: 'ok', approval: { decided: { verdict: 'approve', by: 'ann' } } });
  const users = (await turn.transcript()).filter(({ role }) => role === 'user').map(textOf);
  expect(users).toEqual(['go', 'Be brief.']);
}, 60_000);

test('to before the call was asked for: its person is asked anew, and the words are told again, once', async () => {
  const { turn, approvalId } = await resetTo('model call');
  await until(async () => (await turn.approvals()).length === 1);
  const view = await turn.view();
  expect(view.calls[0]!.approval).toMatchObject({ approvalId });
  expect(view.calls[0]!.approval!.decided).toBeUndefined();
  await turn.deny(approvalId, 'not any more', { by: 'bob' });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { denied: 1 } });
  expect((await turn.calls())[0]!.approval!.decided).toMatchObject({ verdict: 'deny', by: 'bob' });
  expect(await awaitedEvents(turn, 'steered')).toHaveLength(1);
  const users = (await turn.transcript()).filter(({ role }) => role === 'user').map(textOf);
  expect(users).toEqual(['go', 'Be brief.']);
}, 60_000);
