/** People and the turns of a session: a turn that waits for those before it, and messages that come while a person is asked. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { defineTool } from '../../../src/index.js';
import { textOf } from '../../../src/protocol/item.js';
import { calls, say } from '../../../src/testing.js';
import { awaitedEvents, thrownBy } from '../../harness/awaited-event.js';
import { turnBench, type BenchOptions, type TurnBench } from '../../harness/turn-bench.js';

const refund = defineTool({
  name: 'refund',
  description: 'Gives money back.',
  parameters: z.object({ amount: z.number() }),
  approval: 'always',
  execute: ({ amount }) => `refunded ${amount}`,
});
const REFUND = calls({ id: 'call_r', name: 'refund', arguments: { amount: 5 } });

let bench: TurnBench;
afterEach(() => bench.close());

async function sessionWith(script: BenchOptions['model']['script']) {
  bench = await turnBench({ tools: [refund], model: { script } });
  return bench.client.session('tester', `s-${randomUUID()}`);
}

/** What the model was told last, without instructions. */
function lastSaid() {
  const { messages } = bench.model.requests.at(-1)!.body as { messages: { role: string; content: string }[] };
  return messages.slice(1).map(({ role, content }) => (role === 'user' ? content : role));
}

test('a turn that waits for the one before it is told nothing; once it has begun it is', async () => {
  const session = await sessionWith((_request, { conversation: { user, step } }) => {
    if (user === 'refund me' && step === 1) return REFUND;
    // The second turn's request is held until it was spoken to.
    if (user === 'refund me') bench.model.hold();
    return say(`answer to ${user}`);
  });
  const first = await session.send('refund me');
  const [asked] = await awaitedEvents(first, 'approval-requested');
  const second = await session.send('and then?');
  expect(await thrownBy(second.steer('Be brief.'))).toMatchObject({ name: 'TurnNotBegunError' });
  expect(await thrownBy(second.cancelCall('call_r'))).toMatchObject({ name: 'TurnNotBegunError' });
  await first.approve(asked!.approvalId);
  await awaitedEvents(second, 'turn-started');
  await second.steer('Be brief.');
  bench.model.release();
  expect(await second.result()).toMatchObject({ outcome: 'completed' });
  expect((await second.transcript()).filter(({ role }) => role === 'user').map(textOf)).toEqual([
    'refund me',
    'and then?',
    'Be brief.',
  ]);
}, 60_000);

test('a turn that waits for the one before it can be cancelled, and the next one goes on', async () => {
  const session = await sessionWith((_request, { conversation: { user } }) => {
    if (user === 'refund me') return REFUND;
    return user === 'second' ? REFUND : say('third done');
  });
  const first = await session.send('refund me');
  await awaitedEvents(first, 'approval-requested');
  const second = await session.send('second');
  await second.cancel();
  await first.cancel();
  expect(await second.result()).toMatchObject({ outcome: 'cancelled' });
  const third = await session.send('third');
  expect(await third.result()).toMatchObject({ outcome: 'completed', output: 'third done' });
}, 60_000);

test('steer, while a person is asked: the text waits for the decision, then goes before the next answer', async () => {
  const session = await sessionWith([REFUND, say('done')]);
  const turn = await session.send('refund me');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  const same = await session.send('quickly please', { onBusy: 'steer', messageId: 'm1' });
  expect(same.turnId).toBe(turn.turnId);
  expect((await session.send('quickly please', { onBusy: 'steer', messageId: 'm1' })).turnId).toBe(turn.turnId);
  expect(bench.model.requests).toHaveLength(1);
  await turn.approve(asked!.approvalId);
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
  expect(lastSaid()).toEqual(['refund me', 'assistant', 'tool', 'quickly please']);
  expect(await session.turns()).toHaveLength(1);
}, 60_000);

test('interrupt, while a person is asked: the call is cancelled, nothing waits, and the next turn goes on from it', async () => {
  const session = await sessionWith([REFUND, say('never mind then')]);
  const turn = await session.send('refund me');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  const next = await session.send('leave that', { onBusy: 'interrupt' });
  expect(await turn.result()).toMatchObject({ outcome: 'cancelled', counts: { cancelled: 1 } });
  expect(await next.result()).toMatchObject({ outcome: 'completed', output: 'never mind then' });
  expect(lastSaid()).toEqual(['refund me', 'assistant', 'tool', 'leave that']);
  expect(await thrownBy(turn.approve(asked!.approvalId))).toMatchObject({ code: 'turn_ended' });
  expect(await turn.approvals()).toEqual([]);
}, 60_000);

test('queue and reject, while a person is asked: the next turn waits for the decision; another message is refused', async () => {
  const session = await sessionWith([REFUND, say('done'), say('second')]);
  const turn = await session.send('refund me');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  const next = await session.send('and then?');
  expect(await thrownBy(session.send('now', { onBusy: 'reject' }))).toMatchObject({ code: 'busy' });
  expect(bench.model.requests).toHaveLength(1);
  await turn.deny(asked!.approvalId, 'not paid');
  expect(await next.result()).toMatchObject({ outcome: 'completed', output: 'second' });
  expect(lastSaid()).toEqual(['refund me', 'assistant', 'tool', 'assistant', 'and then?']);
}, 60_000);
