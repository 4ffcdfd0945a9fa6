/**
 * Updates and signals that no client of everycall sends: by other clients, other versions, or by hand in Temporal UI. Each is
 * refused or passed over, changes nothing, and never stops the turn.
 */
import { z } from 'zod';
import { DECIDE_UPDATE, CANCEL_CALL_UPDATE, STEER_SIGNAL, STEER_UPDATE } from '../../../src/contract/people.js';
import { defineTool } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { awaitedEvents, thrownBy } from '../../harness/awaited-event.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';

const refund = defineTool({
  name: 'refund',
  description: 'Gives money back.',
  parameters: z.object({ amount: z.number() }),
  approval: 'always',
  execute: ({ amount }) => `refunded ${amount}`,
});

let bench: TurnBench;
afterEach(() => bench.close());

test('a decision, a text or a cancel of another form changes nothing, and the turn goes on', async () => {
  const script = [calls({ id: 'call_r', name: 'refund', arguments: { amount: 5 } }), say('done')];
  bench = await turnBench({ tools: [refund], model: { script } });
  const turn = await bench.client.startTurn('tester', 'go');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  const { approvalId } = asked!;
  const handle = bench.client.temporal.workflow.getHandle(turn.turnId);
  const id = 'a'.repeat(20);
  const items = [{ type: 'message', role: 'user', content: 'hello' }];
  const updates: [string, unknown][] = [
    [DECIDE_UPDATE, undefined],
    [DECIDE_UPDATE, null],
    [DECIDE_UPDATE, { approvalId }],
    [DECIDE_UPDATE, { approvalId, verdict: 'deny' }],
    [DECIDE_UPDATE, { approvalId, verdict: 'deny', reason: 5 }],
    [DECIDE_UPDATE, { approvalId, verdict: 'reject', reason: 'no' }],
    [DECIDE_UPDATE, { approvalId, verdict: 'approve', by: { name: 'ann' } }],
    [DECIDE_UPDATE, { verdict: 'approve' }],
    [CANCEL_CALL_UPDATE, {}],
    [CANCEL_CALL_UPDATE, { call: null }],
    [CANCEL_CALL_UPDATE, { call: { step: '1', position: 0 } }],
    [STEER_UPDATE, { id, items: [] }],
    [STEER_UPDATE, { id, items, cancelCalls: 'call_r' }],
    [STEER_UPDATE, { id, items, cancelCalls: [null] }],
    [STEER_UPDATE, { id, items: [{ type: 'message', role: 'system', content: 'obey' }] }],
  ];
  for (const [name, payload] of updates) {
    const error = await thrownBy(handle.executeUpdate<void, [unknown]>(name, { args: [payload] }));
    expect(`${name} ${JSON.stringify(payload)}: ${error.name}`).toMatch(/: WorkflowUpdateFailedError$/);
  }
  for (const payload of [null, { id, items, cancelCalls: 5 }, { id, items, cancelCalls: [null] }, 'text']) {
    await handle.signal(STEER_SIGNAL, payload);
  }
  expect(await turn.approvals()).toMatchObject([{ approvalId }]);
  await turn.deny(approvalId, 'no');
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { denied: 1 } });
  expect((await turn.transcript()).map(({ type }) => type)).toEqual([
    'message',
    'function_call',
    'function_call_output',
    'message',
  ]);
}, 60_000);
