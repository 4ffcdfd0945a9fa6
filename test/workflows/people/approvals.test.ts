/** Approvals: the call waits, its siblings run, a person decides once, and the record says who. */
import { z } from 'zod';
import { defineTool } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { awaitedEvents, thrownBy } from '../../harness/awaited-event.js';
import { numbered, numberedCall, toldIn } from '../../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';

const ran: { amount: number; key: string }[] = [];
const refund = (more: { approvalDeadline?: number; approvalDefault?: 'approve'; mostFree?: number } = {}) => {
  const { mostFree, ...rest } = more;
  return defineTool({
    name: 'refund',
    description: 'Gives money back.',
    parameters: z.object({ amount: z.number().positive() }),
    approval: mostFree === undefined ? 'always' : ({ amount }) => amount > mostFree,
    ...rest,
    execute: ({ amount }, { idempotencyKey }) => {
      ran.push({ amount, key: idempotencyKey });
      return `refunded ${amount}`;
    },
  });
};
const refundCall = (amount: number, id = 'call_r') => ({ id, name: 'refund', arguments: { amount } });

let bench: TurnBench;
beforeEach(() => ran.splice(0));
afterEach(() => bench.close());

test('the call waits while its sibling runs; approved it runs, and the record says who', async () => {
  const script = [calls(refundCall(50), numberedCall(1, 'call_n')), say('done')];
  bench = await turnBench({ tools: [refund(), numbered((n) => n)], model: { script } });
  const turn = await bench.client.startTurn('tester', 'go');
  await awaitedEvents(turn, 'call-finished');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  expect(asked).toMatchObject({ name: 'refund', arguments: '{"amount":50}', otherwise: 'deny' });
  expect(await turn.approvals()).toMatchObject([{ approvalId: asked!.approvalId, agent: 'tester', name: 'refund' }]);
  expect(ran).toEqual([]);
  await turn.approve(asked!.approvalId, { by: 'ann' });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
  const [decided] = await awaitedEvents(turn, 'approval-decided');
  expect(decided).toMatchObject({ verdict: 'approve', decidedBy: 'person', by: 'ann' });
  const [call] = await turn.calls();
  expect(call).toMatchObject({ outcome: 'ok', approval: { decided: { verdict: 'approve', by: 'ann' } } });
  expect(await turn.approvals()).toEqual([]);
  const late = await thrownBy(turn.approve(asked!.approvalId));
  expect(late).toMatchObject({ name: 'TurnRefusedError', code: 'turn_ended' });
});

test('denied, the model is told why and nothing ran; twice, unknown and changed answers change nothing', async () => {
  const script = [calls(refundCall(50), refundCall(60, 'call_s')), say('done')];
  bench = await turnBench({ tools: [refund()], model: { script } });
  const turn = await bench.client.startTurn('tester', 'go');
  const [first, second] = await awaitedEvents(turn, 'approval-requested', 2);
  await turn.deny(first!.approvalId, 'too much', { by: 'bob' });
  expect(await thrownBy(turn.approve(first!.approvalId))).toMatchObject({ code: 'approval_decided' });
  const changed = second!.approvalId.replace(/.{12}$/, '0'.repeat(12));
  expect(await thrownBy(turn.approve(changed))).toMatchObject({ code: 'approval_changed' });
  const unknown = `${turn.turnId}:7.0:${'0'.repeat(12)}`;
  expect(await thrownBy(turn.deny(unknown, 'no'))).toMatchObject({ code: 'approval_unknown' });
  expect(await thrownBy(turn.approve(`other:1.0:${'0'.repeat(12)}`))).toMatchObject({ name: 'TurnOptionError' });
  expect(await turn.approvals()).toHaveLength(1);
  await turn.approve(second!.approvalId);
  expect(await turn.result()).toMatchObject({ counts: { denied: 1, ok: 1 } });
  expect(toldIn(bench.model, 2)[0]!.content).toBe('Denied by a person: too much. The call was not run.');
  expect(ran.map(({ amount }) => amount)).toEqual([60]);
});

test('edited arguments are checked first; the call runs with them under another key, and the model is told', async () => {
  bench = await turnBench({ tools: [refund()], model: { script: [calls(refundCall(50)), say('done')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  const wrong = await thrownBy(turn.approve(asked!.approvalId, { args: { amount: -1 } }));
  expect(wrong).toMatchObject({ name: 'TurnRefusedError', code: 'approval_arguments' });
  expect(wrong.message).toMatch(/amount/);
  expect(await turn.approvals()).toHaveLength(1);
  await turn.approve(asked!.approvalId, { args: { amount: 20 } });
  expect(await turn.result()).toMatchObject({ outcome: 'completed' });
  expect(ran.map(({ amount }) => amount)).toEqual([20]);
  const { messages } = bench.model.requests[1]!.body as { messages: { role: string; content: string }[] };
  expect(messages.at(-1)).toMatchObject({
    role: 'user',
    content: expect.stringContaining('It ran with: {"amount":20}'),
  });
  const events = await awaitedEvents(turn, 'approval-decided');
  expect(events).toMatchObject([{ verdict: 'approve', args: { amount: 20 } }]);
});

test('nobody answers: the deadline decides as the tool says', async () => {
  const script = [calls(refundCall(50)), say('done')];
  bench = await turnBench({ tools: [refund({ approvalDeadline: 300 })], model: { script } });
  const turn = await bench.client.startTurn('tester', 'go');
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { denied: 1 } });
  expect(await awaitedEvents(turn, 'approval-decided')).toMatchObject([{ verdict: 'deny', decidedBy: 'deadline' }]);
  expect(toldIn(bench.model, 2)[0]!.content).toMatch(/nobody approved it in time/);
});

test("a function asks about some calls alone, and the turn's duration stands still meanwhile", async () => {
  const script = [calls(refundCall(50), refundCall(5, 'call_s')), say('done')];
  const tool = refund({ mostFree: 10, approvalDeadline: 3_000, approvalDefault: 'approve' });
  bench = await turnBench({ tools: [tool], model: { script }, agent: { limits: { duration: 2_500 } } });
  const turn = await bench.client.startTurn('tester', 'go');
  // It waits for its deadline, which is longer than the turn may take.
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
  expect(ran.map(({ amount }) => amount)).toEqual([5, 50]);
});

test('a function that throws asks, and says so', async () => {
  const broken = defineTool({
    name: 'refund',
    description: 'Gives money back.',
    parameters: z.object({ amount: z.number() }),
    approval: () => {
      throw new Error('no database');
    },
    execute: () => 'refunded',
  });
  bench = await turnBench({ tools: [broken], model: { script: [calls(refundCall(50)), say('done')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  expect(asked!.why).toMatch(/no database/);
  await turn.deny(asked!.approvalId, 'no');
  expect(await turn.result()).toMatchObject({ counts: { denied: 1 } });
});

test('a cancelled turn leaves no approval open', async () => {
  bench = await turnBench({ tools: [refund()], model: { script: [calls(refundCall(50)), say('never')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  await turn.cancel();
  expect(await turn.result()).toMatchObject({ outcome: 'cancelled', counts: { cancelled: 1 } });
  expect(await turn.approvals()).toEqual([]);
  expect(await thrownBy(turn.approve(asked!.approvalId))).toMatchObject({ code: 'turn_ended' });
});

test('of two answers at once one holds', async () => {
  bench = await turnBench({ tools: [refund()], model: { script: [calls(refundCall(50)), say('done')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  const { approvalId } = asked!;
  const answers = await Promise.allSettled([
    turn.approve(approvalId, { args: { amount: 1 } }),
    turn.deny(approvalId, 'no'),
    turn.approve(approvalId),
  ]);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { counts } = await turn.result();
  expect(Object.values(counts)).toEqual([1]);
  expect(await awaitedEvents(turn, 'approval-decided')).toHaveLength(1);
});
