/** Many people, many approvals, one turn: the server takes ten updates of a workflow at a time. */
import { z } from 'zod';
import { connect } from '../../../src/client.js';
import { defineTool } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { awaitedEvents } from '../../harness/awaited-event.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';

const COUNT = 60;
const ran: number[] = [];
const refund = defineTool({
  name: 'refund',
  description: 'Gives money back.',
  parameters: z.object({ n: z.number() }),
  approval: 'always',
  execute: ({ n }) => {
    ran.push(n);
    return n;
  },
});

let bench: TurnBench;
afterEach(() => bench.close());

test('sixty approvals, answered all at once by two people, are each decided once', async () => {
  const asked = Array.from({ length: COUNT }, (_, n) => ({ id: `call_${n}`, name: 'refund', arguments: { n } }));
  bench = await turnBench({ tools: [refund], model: { script: [calls(...asked), say('done')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  await awaitedEvents(turn, 'approval-requested', COUNT);
  const approvals = await turn.approvals();
  expect(approvals).toHaveLength(COUNT);
  const other = await connect({ address: bench.address, environment: false });
  const ofBob = other.turn(turn.turnId);
  const answers = await Promise.allSettled([
    ...approvals.map(({ approvalId }) => turn.approve(approvalId, { by: 'ann' })),
    ...approvals.map(({ approvalId }) => ofBob.deny(approvalId, 'no', { by: 'bob' })),
  ]);
  await other.close();
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(COUNT);
  const refused = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason as { code: string }] : []));
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['approval_decided']));
  const { outcome, counts } = await turn.result();
  expect(outcome).toBe('completed');
  expect((counts.ok ?? 0) + (counts.denied ?? 0)).toBe(COUNT);
  const byAnn = (await turn.calls()).filter(({ approval }) => approval?.decided?.by === 'ann');
  expect(ran.toSorted((a, b) => a - b)).toEqual(byAnn.map(({ position }) => position));
}, 120_000);
