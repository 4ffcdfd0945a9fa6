/** Approvals in turns of sub-agents: seen and answered from the top, at any depth, and no clock runs meanwhile. */
import { z } from 'zod';
import { agentTool, defineAgent, defineTool } from '../../../src/index.js';
import { call, calls, say } from '../../../src/testing.js';
import { agentsBench, named, type Speaker } from '../../harness/agents-bench.js';
import { awaitedEvents, thrownBy } from '../../harness/awaited-event.js';
import type { TurnBench } from '../../harness/turn-bench.js';
import { until } from '../../harness/until.js';

const Amount = z.object({ amount: z.number().positive() });
const ran: { amount: number; key: string; turnId: string }[] = [];
const refund = defineTool({
  name: 'refund',
  description: 'Gives money back.',
  parameters: Amount,
  approval: 'always',
  execute: ({ amount }, { idempotencyKey: key, turnId }) => {
    ran.push({ amount, key, turnId });
    return `refunded ${amount}`;
  },
});

/** A leaf that asks for two refunds, a middle that asks the leaf, and a boss that asks the middle. */
function threeLevels(limits: { duration?: number } = {}) {
  const leaf = defineAgent({ ...named('leaf'), tools: [refund] });
  const middle = defineAgent({ ...named('middle'), tools: [agentTool(leaf, { description: 'asks for refunds' })] });
  return defineAgent({ ...named('boss'), limits, tools: [agentTool(middle, { description: 'sorts it out' })] });
}
const asks = (name: string): Speaker => {
  return (told) => (told.length === 0 ? call(name, { input: 'go' }) : say(told.join(' | ')));
};
const twoRefunds: Speaker = (told) => {
  const both = [10, 20].map((amount, i) => ({ id: `call_${i}`, name: 'refund', arguments: { amount } }));
  return told.length === 0 ? calls(...both) : say(told.join(' + '));
};
const speakers = { boss: asks('middle'), middle: asks('leaf'), leaf: twoRefunds };

let bench: TurnBench;
beforeEach(() => ran.splice(0));
afterEach(() => bench.close());

/** What waits below a turn, once it is so many. */
async function waitingBelow(turnId: string, count: number) {
  const turn = bench.client.turn(turnId);
  await until(async () => (await turn.approvals()).length === count);
  return turn.approvals();
}

test("at depth 2: listed and answered by the top turn's handle, which refuses what isn't below it", async () => {
  bench = await agentsBench([threeLevels()], speakers);
  const turn = await bench.client.startTurn('boss', 'go');
  const [first, second] = await waitingBelow(turn.turnId, 2);
  const leaf = `${turn.turnId}/1.0/1.0`;
  expect(first).toMatchObject({ turnId: leaf, agent: 'leaf', name: 'refund', arguments: '{"amount":10}' });
  const inbox = async () => (await bench.client.approvals()).filter(({ turnId }) => turnId.startsWith(turn.turnId));
  await until(async () => (await inbox()).length === 2);
  expect((await inbox()).map(({ approvalId }) => approvalId)).toEqual([first!.approvalId, second!.approvalId]);

  const other = bench.client.turn(`${turn.turnId}/1.1`);
  expect(await thrownBy(other.approve(first!.approvalId))).toMatchObject({ name: 'TurnOptionError' });
  const wrong = await thrownBy(turn.approve(first!.approvalId, { args: { amount: 'ten' } }));
  expect(wrong).toMatchObject({ name: 'TurnRefusedError', code: 'approval_arguments', turnId: leaf });

  await turn.approve(first!.approvalId, { args: { amount: 7 }, by: 'ann' });
  expect(await thrownBy(turn.deny(first!.approvalId, 'late'))).toMatchObject({ code: 'approval_decided' });
  await bench.client.turn(`${turn.turnId}/1.0`).deny(second!.approvalId, 'too much', { by: 'bob' });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', below: { turns: 2, toolCalls: 3 } });
  expect(ran).toMatchObject([{ amount: 7, turnId: leaf }]);
  expect(await turn.approvals()).toEqual([]);
  const decided = (await bench.client.turn(leaf).calls()).map(({ approval }) => approval?.decided);
  expect(decided).toMatchObject([
    { verdict: 'approve', by: 'ann', args: { amount: 7 } },
    { verdict: 'deny', by: 'bob', reason: 'too much' },
  ]);
  expect(await thrownBy(turn.approve(second!.approvalId))).toMatchObject({ code: 'turn_ended', turnId: leaf });
}, 60_000);

test('no duration up to the top runs while a sub-agent waits for a person', async () => {
  bench = await agentsBench([threeLevels({ duration: 8_000 })], speakers);
  const turn = await bench.client.startTurn('boss', 'go');
  const waiting = await waitingBelow(turn.turnId, 2);
  const since = Date.now();
  // Longer than the whole turn may take.
  await until(() => Promise.resolve(Date.now() - since > 9_000));
  for (const { approvalId } of waiting) await turn.approve(approvalId);
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'refunded 10 + refunded 20' });
}, 60_000);

test('a cancel of the top turn ends the waiting at the bottom, and so does one of the call above it', async () => {
  bench = await agentsBench([threeLevels()], speakers);
  const cancelled = await bench.client.startTurn('boss', 'go');
  const [asked] = await waitingBelow(cancelled.turnId, 2);
  await cancelled.cancel();
  expect(await cancelled.result()).toMatchObject({ outcome: 'cancelled' });
  expect(await cancelled.approvals()).toEqual([]);
  expect(await bench.client.turn(asked!.turnId).result()).toMatchObject({ counts: { cancelled: 2 } });

  const turn = await bench.client.startTurn('boss', 'go');
  await waitingBelow(turn.turnId, 2);
  await turn.cancelCall({ step: 1, position: 0 });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { cancelled: 1 } });
  expect(await turn.approvals()).toEqual([]);
  expect(ran).toEqual([]);
}, 60_000);

test('an agent as a tool under approval is asked what the person made of the question', async () => {
  const helper = defineAgent(named('helper'));
  const guarded = agentTool(helper, { description: 'helps', approval: 'always' });
  const questions: unknown[] = [];
  bench = await agentsBench([defineAgent({ ...named('boss'), tools: [guarded] })], {
    boss: asks('helper'),
    helper: (_told, { messages }) => {
      questions.push(messages.at(1)?.content);
      return say('helped');
    },
  });
  const turn = await bench.client.startTurn('boss', 'go');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  expect(await thrownBy(turn.approve(asked!.approvalId, { args: { input: 5 } }))).toMatchObject({
    code: 'approval_arguments',
  });
  await turn.approve(asked!.approvalId, { args: { input: 'go slowly' } });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'helped' });
  expect(questions).toEqual(['go slowly']);
}, 60_000);
